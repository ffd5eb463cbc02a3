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
 * Settings of our services that differ from the defaults of Kafka Streams, each with its reason.
 * The measurements are in docs/decisions/0009-settings-by-measurement.md.
 */
final class StreamsDefaults {
  private static final int BATCH_BYTES = 64 * 1024;

  /**
   * Setting whose constant is deprecated: Kafka Streams 5.0 removes it and always behaves as if it
   * were set.
   */
  private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

  private StreamsDefaults() {}

  /**
   * Returns the settings of Kafka Streams for a service.
   *
   * @param applicationId the service's id
   * @param profile profile that the service is tuned for
   * @param set operator overrides; they win over every default, and contain no protected setting
   */
  static Map<String, Object> with(String applicationId, Profile profile, Map<String, Object> set) {
    Map<String, Object> config = new TreeMap<>();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");

    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, profile.commitIntervalMillis());
    config.put(StreamsConfig.POLL_MS_CONFIG, profile.pollMillis());

    // Records are processed in arrival order. By default Streams waits for more records of a topic
    // before it continues with another, to keep the order of timestamps; between our topics that
    // order has no meaning, and votes would come after all waiting orders.
    config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);

    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, MemtableFilter.class);

    // Not below the system's temporary folder, the default, which may be emptied at any time.
    config.put(
        StreamsConfig.STATE_DIR_CONFIG,
        Path.of(System.getProperty("user.home"), ".darkstore", "state").toString());

    // Detects a dead process after this time instead of 45 s. Brokers allow no less by default, and
    // a long garbage collection must not look like a death.
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);

    // Until the broker aborts it, the open Kafka transaction of a dead process blocks its successor
    // from reading its offsets, and all readers from reading the records after it. So it must not
    // outlast the session. A healthy one lasts milliseconds.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 6_000);

    // The records of one fetch are still processed in their order: a megabyte of waiting orders
    // must not precede the votes on orders in flight.
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        BATCH_BYTES);

    // Batches the records that a Kafka transaction writes to a partition into few requests, each of
    // which has a fixed cost for the service and the broker. The size is limited to that of a
    // fetch: a larger batch is fetched again.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);

    // A second instance, if any, keeps a warm copy of the state.
    config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);

    // A process that returns after a kill must restore all its state first. Until its copy lags by
    // no more than this number of changes, the instance that took over keeps the work; checked
    // every minute.
    config.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, 1_000L);
    config.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000L);

    // There are no global stores, but Kafka Streams logs a warning at each start until this is set.
    // Its assignor builds its configuration from the main consumer's settings.
    config.put(GLOBAL_HANDLER, true);
    config.put(StreamsConfig.mainConsumerPrefix(GLOBAL_HANDLER), true);

    config.putAll(set);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    return config;
  }
}
