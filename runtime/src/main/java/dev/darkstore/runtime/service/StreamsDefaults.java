package dev.darkstore.runtime.service;

import dev.darkstore.runtime.settings.Profile;
import dev.darkstore.runtime.state.MemtableFilter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings of our services for Kafka Streams where its own defaults do not suit, each with its
 * reason. The measurements are in docs/decisions/0009-settings-by-measurement.md.
 */
final class StreamsDefaults {
  private static final int BATCH_BYTES = 64 * 1024;

  /** Setting whose constant is deprecated: Kafka Streams 5.0 removes it and does as if it were. */
  private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

  private StreamsDefaults() {}

  /**
   * The settings of Kafka Streams for a service.
   *
   * @param applicationId the service's id
   * @param profile what it is tuned for
   * @param set operator overrides; they win over every default, and contain nothing that a service
   *     insists on
   */
  static Map<String, Object> with(String applicationId, Profile profile, Map<String, Object> set) {
    Map<String, Object> config = new TreeMap<>();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");

    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, profile.commitIntervalMillis());
    config.put(StreamsConfig.POLL_MS_CONFIG, profile.pollMillis());

    // Records are worked as they come. Streams would wait for a topic that it knows to have more
    // before it goes on with another, to keep them in the order of their timestamps; between our
    // topics no order means anything, and votes would come after all the orders that wait.
    config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);

    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, MemtableFilter.class);

    // Not below the system's temporary folder, the default: that may be emptied at any time.
    config.put(
        StreamsConfig.STATE_DIR_CONFIG,
        Path.of(System.getProperty("user.home"), ".darkstore", "state").toString());

    // A process that dies is noticed after this, instead of 45 s. No broker allows less unless it
    // is told to, and a long collection of garbage must not look like a death.
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);

    // The Kafka transaction that a dead process left open keeps its successor from reading where to
    // go on, and everybody else from what comes after it, until the broker aborts it. So it must
    // not outlast the session. One of ours lasts milliseconds.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 6_000);

    // What one answer of the broker's brings is worked through in that order all the same: no
    // megabyte of waiting orders before the votes on what has been begun.
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        BATCH_BYTES);

    // What a Kafka transaction writes to a partition goes in few requests, each of which costs us
    // and the broker the same however much it carries. No more than is fetched at a time: what does
    // not fit is fetched again.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);

    // A second instance, if there is one, keeps a warm copy of the state.
    config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);

    // A process that comes back from a kill must restore all its state first. Until its copy is
    // this close, in changes, the one that took over keeps the work; looked at every minute.
    config.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, 1_000L);
    config.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000L);

    // There are no global stores, but Kafka Streams warns at each start until this is set.
    // Its assignor makes a config of its own from the main consumer's settings.
    config.put(GLOBAL_HANDLER, true);
    config.put(StreamsConfig.mainConsumerPrefix(GLOBAL_HANDLER), true);

    config.putAll(set);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    return config;
  }
}
