package dev.darkstore.simulator.world;

import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The topics: per partition a log that only grows, and the order of all records over all logs. */
final class Network {
  private final int partitions;
  private final Map<Topic, List<Log>> logs = new EnumMap<>(Topic.class);
  private final List<LoggedRecord> history = new ArrayList<>();

  /** One partition. Offsets have gaps, so a reader's position is an index, not an offset. */
  private static final class Log {
    private final List<LoggedRecord> records = new ArrayList<>();
    private long nextOffset;
  }

  Network(int partitions) {
    this.partitions = partitions;
    for (Topic topic : Topic.values()) {
      List<Log> ofTopic = new ArrayList<>();
      for (int partition = 0; partition < partitions; partition++) {
        ofTopic.add(new Log());
      }
      logs.put(topic, ofTopic);
    }
  }

  int partitions() {
    return partitions;
  }

  /** Where a record with this key goes if nobody chooses; without a key the first will do. */
  int partitionOf(byte[] key) {
    return key == null ? 0 : Partitions.of(key, partitions);
  }

  LoggedRecord append(
      Topic topic,
      int partition,
      byte[] key,
      byte[] value,
      Headers headers,
      long timestampMillis,
      long nowMillis) {
    Log log = log(topic, partition);
    RecordHeaders kept = new RecordHeaders(headers);
    kept.setReadOnly();
    LoggedRecord record =
        new LoggedRecord(
            history.size(),
            topic,
            partition,
            log.nextOffset++,
            // What clients write is dated by the broker.
            topic.isClientFacing() ? nowMillis : timestampMillis,
            nowMillis,
            key,
            value,
            kept);
    log.records.add(record);
    history.add(record);
    return record;
  }

  /** Takes offsets that no reader ever sees: a marker, or records of an undone transaction. */
  void skipOffsets(Topic topic, int partition, int count) {
    log(topic, partition).nextOffset += count;
  }

  List<LoggedRecord> records(Topic topic, int partition) {
    return Collections.unmodifiableList(log(topic, partition).records);
  }

  LoggedRecord record(Topic topic, int partition, int index) {
    return log(topic, partition).records.get(index);
  }

  int size(Topic topic, int partition) {
    return log(topic, partition).records.size();
  }

  /** All records of all topics, in the order in which they became visible. */
  List<LoggedRecord> history() {
    return Collections.unmodifiableList(history);
  }

  private Log log(Topic topic, int partition) {
    return logs.get(topic).get(partition);
  }
}
