package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.runtime.settings.Profile;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.util.Map;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The partition of a service's record")
class KeyPartitionerTest {
  private static final byte[] KEY = {'s', '-', '1'};
  private static final byte[] VALUE = {1, 2, 3};

  private KeyPartitioner partitioner;

  @BeforeEach
  void configure() {
    Map<String, Object> config =
        KeyPartitioner.in(
            StreamsDefaults.with("east.darkstore-store", Profile.LATENCY, Map.of()),
            new Installation("east."),
            Map.of(Topic.STORE_VOTES, 5, Topic.DEAD_LETTERS, 3));
    partitioner = new KeyPartitioner();
    partitioner.configure(new StreamsConfig(config).getProducerConfigs("east.darkstore-store"));
  }

  @Test
  @DisplayName("follows from its key and the count at the start, not from the cluster's")
  void followsFromTheKey() {
    assertThat(partition("east.store-votes", KEY, VALUE)).isEqualTo(Partitions.of(KEY, 5));
  }

  @Test
  @DisplayName("follows from its value if a dead letter has no key")
  void followsFromTheValueWithoutAKey() {
    assertThat(partition("east.dead-letters", null, VALUE)).isEqualTo(Partitions.of(VALUE, 3));
    assertThat(partition("east.dead-letters", null, null)).isZero();
  }

  @Test
  @DisplayName("is an error on a topic that the service does not know")
  void isAnErrorOnAnUnknownTopic() {
    assertThatThrownBy(() -> partition("store-votes", KEY, VALUE))
        .hasMessage("the number of partitions of store-votes is unknown");
  }

  private int partition(String topic, byte[] key, byte[] value) {
    return partitioner.partition(topic, key, key, value, value, Cluster.empty());
  }
}
