package dev.darkstore.audit;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Topics in memory, written by hand: what a broker would have kept. */
public final class Log {
  static final int PARTITIONS = 3;

  private final List<AuditRecord> records = new ArrayList<>();
  private final int keptMax;
  private final Consumer<List<AuditRecord>> sink;
  private final Map<String, Long> ends = new LinkedHashMap<>();

  /** A log that keeps all. */
  public Log() {
    this(Integer.MAX_VALUE, all -> {});
  }

  /**
   * A log too large to keep.
   *
   * @param sink is given the records, so many at once, each time partition by partition
   */
  public Log(int keptMax, Consumer<List<AuditRecord>> sink) {
    this.keptMax = keptMax;
    this.sink = sink;
  }

  public static Map<Topic, Integer> partitionCounts() {
    Map<Topic, Integer> counts = new EnumMap<>(Topic.class);
    for (Topic topic : Topic.values()) {
      counts.put(topic, PARTITIONS);
    }
    return counts;
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public AuditRecord append(Topic topic, String key, byte[] value, long atMillis) {
    return append(topic, key, value, atMillis, new RecordHeaders());
  }

  public AuditRecord append(Topic topic, String key, byte[] value, long atMillis, Headers headers) {
    byte[] keyBytes = bytes(key);
    return append(topic, Partitions.of(keyBytes, PARTITIONS), keyBytes, value, atMillis, headers);
  }

  /** Offsets leave gaps, as the markers of Kafka transactions do. */
  public AuditRecord append(
      Topic topic, int partition, byte[] key, byte[] value, long atMillis, Headers headers) {
    String where = topic + "-" + partition;
    long offset = ends.getOrDefault(where, 0L);
    ends.put(where, offset + 1 + offset % 2);
    AuditRecord record = new AuditRecord(topic, partition, offset, atMillis, key, value, headers);
    records.add(record);
    if (records.size() == keptMax) {
      flush();
    }
    return record;
  }

  /** The offset after the last record and, if there is one, its marker. */
  long end(Topic topic, int partition) {
    return ends.getOrDefault(topic + "-" + partition, 0L);
  }

  /** Gives what is kept to the sink. */
  void flush() {
    sink.accept(partitionByPartition(records.size()));
    records.clear();
  }

  public List<AuditRecord> records() {
    return List.copyOf(records);
  }

  /** Returns the rest of each partition from its first record that is at least this young. */
  public Log since(long millis) {
    Log rest = new Log();
    Set<String> begun = new HashSet<>();
    for (AuditRecord record : records) {
      String where = record.topic() + "-" + record.partition();
      if (begun.contains(where) || record.timestampMillis() >= millis) {
        begun.add(where);
        rest.records.add(record);
      }
    }
    return rest;
  }

  /** Takes records out, as if they had never been written. */
  public void remove(Predicate<AuditRecord> which) {
    if (!records.removeIf(which)) {
      throw new IllegalArgumentException("there is no such record");
    }
  }

  /** Writes another record in place of one. */
  void replace(AuditRecord record, AuditRecord other) {
    records.set(records.indexOf(record), other);
  }

  public void remove(AuditRecord record) {
    remove(other -> other == record);
  }

  /** In the order in which it was written. */
  public List<AuditRecord> asWritten() {
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
