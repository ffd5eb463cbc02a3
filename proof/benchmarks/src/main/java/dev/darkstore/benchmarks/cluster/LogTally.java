package dev.darkstore.benchmarks.cluster;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tally of the logs between two moments, counted by reading all of them. An offset that is not read
 * is a transaction's marker.
 *
 * @param byTopic tally of each topic, without the topics that hold nothing
 * @param committed number of committed Kafka transactions, from the log in which Kafka keeps their
 *     states
 * @param aborted number of aborted Kafka transactions
 */
public record LogTally(Map<String, OfTopic> byTopic, long committed, long aborted) {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String TRANSACTIONS = "__transaction_state";

  // A state's value: version 2 bytes, producer id 8, its epoch 2, time-out 4, and then the status.
  private static final int STATUS_AT = 16;
  private static final byte COMPLETE_COMMIT = 4;
  private static final byte COMPLETE_ABORT = 5;

  /** The part of one topic. */
  public record OfTopic(long records, long bytes, long markers) {}

  /** Returns true if the topic is one of those that Kafka keeps for itself. */
  public static boolean isKafkasOwn(String topic) {
    return topic.startsWith("__");
  }

  public static LogTally between(LogEnds from, LogEnds to, String bootstrapServers) {
    Map<TopicPartition, Long> grown = new HashMap<>();
    to.offsets()
        .forEach(
            (partition, end) -> {
              if (end > from.offsets().getOrDefault(partition, 0L)) {
                grown.put(partition, end);
              }
            });
    Count count = new Count();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(grown.keySet());
      grown.keySet().forEach(p -> consumer.seek(p, from.offsets().getOrDefault(p, 0L)));
      Set<TopicPartition> unfinished = new HashSet<>(grown.keySet());
      while (!unfinished.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < grown.get(new TopicPartition(record.topic(), record.partition()))) {
            count.add(record);
          }
        }
        unfinished.removeIf(p -> consumer.position(p) >= grown.get(p));
      }
    }
    Map<String, Long> offsets = new HashMap<>();
    grown.forEach(
        (p, end) -> offsets.merge(p.topic(), end - from.offsets().getOrDefault(p, 0L), Long::sum));
    Map<String, OfTopic> byTopic = new TreeMap<>();
    offsets.forEach(
        (topic, all) -> {
          long records = count.records.getOrDefault(topic, 0L);
          byTopic.put(
              topic, new OfTopic(records, count.bytes.getOrDefault(topic, 0L), all - records));
        });
    return new LogTally(byTopic, count.committed, count.aborted);
  }

  private static final class Count {
    private final Map<String, Long> records = new HashMap<>();
    private final Map<String, Long> bytes = new HashMap<>();
    private long committed;
    private long aborted;

    void add(ConsumerRecord<byte[], byte[]> record) {
      records.merge(record.topic(), 1L, Long::sum);
      bytes.merge(
          record.topic(),
          (long) Math.max(0, record.serializedKeySize())
              + Math.max(0, record.serializedValueSize()),
          Long::sum);
      if (record.topic().equals(TRANSACTIONS) && record.value() != null) {
        byte status = ByteBuffer.wrap(record.value()).get(STATUS_AT);
        if (status == COMPLETE_COMMIT) {
          committed++;
        } else if (status == COMPLETE_ABORT) {
          aborted++;
        }
      }
    }
  }
}
