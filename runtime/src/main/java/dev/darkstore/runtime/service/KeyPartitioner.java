package dev.darkstore.runtime.service;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Partitioner of a service's records: Java's default hash of the key, over the partition counts
 * that the service found at its start. Kafka's default partitioner uses the current count: if
 * partitions were added under a running service, Commit or Release would reach a task that does not
 * have the reservation.
 */
public final class KeyPartitioner implements Partitioner {
  private static final String COUNTS = "darkstore.partition.counts";

  private Map<String, Integer> counts = Map.of();

  /** Returns the settings of Kafka Streams with this partitioner for all of their producers. */
  static Map<String, Object> in(
      Map<String, Object> streamsConfig, Installation installation, Map<Topic, Integer> counts) {
    Map<String, Object> config = new HashMap<>(streamsConfig);
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.PARTITIONER_CLASS_CONFIG),
        KeyPartitioner.class);
    config.put(
        StreamsConfig.producerPrefix(COUNTS),
        counts.entrySet().stream()
            .collect(
                Collectors.toMap(
                    topic -> installation.nameOf(topic.getKey()), Map.Entry::getValue)));
    return config;
  }

  @Override
  public void configure(Map<String, ?> configs) {
    counts =
        ((Map<?, ?>) configs.get(COUNTS))
            .entrySet().stream()
                .collect(
                    Collectors.toMap(
                        topic -> (String) topic.getKey(), topic -> (Integer) topic.getValue()));
  }

  /** Returns the partition of a key; a dead letter may have none, and its value decides. */
  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    Integer count = counts.get(topic);
    if (count == null) {
      throw new IllegalArgumentException("the number of partitions of " + topic + " is unknown");
    }
    byte[] hashed = keyBytes != null ? keyBytes : valueBytes;
    return hashed == null ? 0 : Partitions.of(hashed, count);
  }

  @Override
  public void close() {
    // Holds no resources.
  }
}
