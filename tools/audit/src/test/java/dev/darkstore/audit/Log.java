package dev.darkstore.audit;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
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

/** Topics in memory, with the records of a broker. */
public final class Log {
  static final int PARTITIONS = 3;

  private final List<AuditRecord> records = new ArrayList<>();
  private final int keptMax;
  private final Consumer<List<AuditRecord>> sink;
  private final Map<String, Long> ends = new LinkedHashMap<>();

  /** Creates a log that keeps all records. */
  public Log() {
    this(Integer.MAX_VALUE, all -> {});
  }

  /**
   * Creates a log that passes on its records, for large volumes.
   *
   * @param sink consumer of the records, in batches, partition by partition
   */
  public Log(int keptMax, Consumer<List<AuditRecord>> sink) {
    this.keptMax = keptMax;
    this.sink = sink;
  }

  public static Map<Topic, Integer> partitionCounts() {
    Map<Topic, Integer> counts = new LinkedHashMap<>();
    for (Topic topic : Installation.DEFAULT.topics()) {
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

  /** Offsets have gaps, as from the markers of Kafka transactions. */
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

  /** Returns the offset after the last record and its marker, if any. */
  long end(Topic topic, int partition) {
    return ends.getOrDefault(topic + "-" + partition, 0L);
  }

  /** Passes the records to the sink. */
  void flush() {
    sink.accept(partitionByPartition(records.size()));
    records.clear();
  }

  public List<AuditRecord> records() {
    return List.copyOf(records);
  }

  /** Returns the rest of each partition from its first record at or after this time. */
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

  /** Removes records, as if they had never been written. */
  public void remove(Predicate<AuditRecord> which) {
    if (!records.removeIf(which)) {
      throw new IllegalArgumentException("there is no such record");
    }
  }

  /** Replaces a record. */
  void replace(AuditRecord record, AuditRecord other) {
    records.set(records.indexOf(record), other);
  }

  public void remove(AuditRecord record) {
    remove(other -> other == record);
  }

  /** Returns the records in the order of writing. */
  public List<AuditRecord> asWritten() {
    return records();
  }

  /** Returns the records partition by partition, in a sequence that depends on the seed. */
  List<AuditRecord> partitionByPartition(long seed) {
    List<Deque<AuditRecord>> partitions = partitions();
    Collections.shuffle(partitions, new Random(seed));
    return partitions.stream().flatMap(Deque::stream).toList();
  }

  /** Returns the records partition by partition, topics in their declared or reverse sequence. */
  List<AuditRecord> topicByTopic(boolean reversed) {
    Comparator<Deque<AuditRecord>> byTopic = Comparator.comparing(p -> p.peekFirst().topic());
    return partitions().stream()
        .sorted(reversed ? byTopic.reversed() : byTopic)
        .flatMap(Deque::stream)
        .toList();
  }

  /** Returns the records interleaved between partitions, depending on the seed. */
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
