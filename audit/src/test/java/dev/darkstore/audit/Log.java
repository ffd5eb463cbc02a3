package dev.darkstore.audit;

import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Topics in memory, written by hand: what a broker would have kept. */
final class Log {
  static final int PARTITIONS = 3;

  private final List<AuditRecord> records = new ArrayList<>();
  private final Map<String, Long> ends = new LinkedHashMap<>();

  static Map<Topic, Integer> partitionCounts() {
    Map<Topic, Integer> counts = new EnumMap<>(Topic.class);
    for (Topic topic : Topic.values()) {
      counts.put(topic, PARTITIONS);
    }
    return counts;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  AuditRecord append(Topic topic, String key, byte[] value, long atMillis) {
    byte[] keyBytes = bytes(key);
    return append(
        topic, Partitions.of(keyBytes, PARTITIONS), keyBytes, value, atMillis, new RecordHeaders());
  }

  /** Offsets leave gaps, as the markers of Kafka transactions do. */
  AuditRecord append(
      Topic topic, int partition, byte[] key, byte[] value, long atMillis, Headers headers) {
    String where = topic + "-" + partition;
    long offset = ends.getOrDefault(where, 0L);
    ends.put(where, offset + 1 + offset % 2);
    AuditRecord record = new AuditRecord(topic, partition, offset, atMillis, key, value, headers);
    records.add(record);
    return record;
  }

  List<AuditRecord> records() {
    return List.copyOf(records);
  }

  /** Takes records out, as if they had never been written. */
  void remove(Predicate<AuditRecord> which) {
    if (!records.removeIf(which)) {
      throw new IllegalArgumentException("there is no such record");
    }
  }

  void remove(AuditRecord record) {
    remove(other -> other == record);
  }

  /** In the order in which it was written. */
  List<AuditRecord> asWritten() {
    return records();
  }

  /** Partition after partition, in an order that the seed decides. */
  List<AuditRecord> partitionByPartition(long seed) {
    List<Deque<AuditRecord>> partitions = partitions();
    Collections.shuffle(partitions, new Random(seed));
    return partitions.stream().flatMap(Deque::stream).toList();
  }

  /** Partition after partition, topics in their own order, or the reverse. */
  List<AuditRecord> topicByTopic(boolean reversed) {
    Comparator<Deque<AuditRecord>> byTopic = Comparator.comparing(p -> p.peekFirst().topic());
    return partitions().stream()
        .sorted(reversed ? byTopic.reversed() : byTopic)
        .flatMap(Deque::stream)
        .toList();
  }

  /** A record of any partition after a record of any other, as the seed decides. */
  List<AuditRecord> interleaved(long seed) {
    Random random = new Random(seed);
    List<Deque<AuditRecord>> partitions = partitions();
    List<AuditRecord> merged = new ArrayList<>();
    while (!partitions.isEmpty()) {
      int chosen = random.nextInt(partitions.size());
      merged.add(partitions.get(chosen).removeFirst());
      if (partitions.get(chosen).isEmpty()) {
        partitions.remove(chosen);
      }
    }
    return merged;
  }

  private List<Deque<AuditRecord>> partitions() {
    Map<String, Deque<AuditRecord>> partitions = new LinkedHashMap<>();
    for (AuditRecord record : records) {
      partitions
          .computeIfAbsent(record.topic() + "-" + record.partition(), p -> new ArrayDeque<>())
          .add(record);
    }
    return new ArrayList<>(partitions.values());
  }
}
