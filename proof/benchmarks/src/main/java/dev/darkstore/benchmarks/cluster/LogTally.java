package dev.darkstore.benchmarks.cluster;

import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.harness.KafkaClients;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts of the records in all logs between two readings of their ends. An offset without a record
 * is the marker of a transaction.
 *
 * @param byTopic counts by topic, without empty topics
 * @param committed number of committed Kafka transactions, from the log of transaction states
 * @param aborted number of aborted Kafka transactions
 */
public record LogTally(Map<String, OfTopic> byTopic, long committed, long aborted) {
  private static final String TRANSACTIONS = "__transaction_state";

  // Value of a state: version 2 bytes, producer id 8, epoch 2, timeout 4, and then the status.
  private static final int STATUS_AT = 16;
  private static final byte COMPLETE_COMMIT = 4;
  private static final byte COMPLETE_ABORT = 5;

  /** Counts of one topic. */
  public record OfTopic(long records, long bytes, long markers) {}

  /** Returns true if the topic is one of Kafka's internal topics. */
  public static boolean isKafkasOwn(String topic) {
    return topic.startsWith("__");
  }

  public static LogTally between(LogEnds from, LogEnds to, String bootstrapServers) {
    Map<TopicPartition, Long> starts = new HashMap<>();
    Map<TopicPartition, Long> grown = new HashMap<>();
    Map<String, Long> offsets = new HashMap<>();
    to.offsets()
        .forEach(
            (partition, end) -> {
              long start = from.offsets().getOrDefault(partition, 0L);
              if (end > start) {
                starts.put(partition, start);
                grown.put(partition, end);
                offsets.merge(partition.topic(), end - start, Long::sum);
              }
            });
    Count count = new Count();
    // Reads aborted records, too.
    try (LogReader reader =
        new LogReader(KafkaClients.consumer(bootstrapServers, Map.of()), bootstrapServers)) {
      reader.assign(grown.keySet());
      reader.seek(starts);
      reader.readTo(grown, count::add);
    }
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
