package dev.darkstore.simulator.world;

import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Topics: an append-only log per partition, and the order of visibility over all logs. */
final class Network {
  private final int partitions;
  private final Map<Topic, List<Log>> logs = new LinkedHashMap<>();
  private final List<LoggedRecord> history = new ArrayList<>();

  /** Log of one partition. Offsets have gaps, so a reader's position is an index, not an offset. */
  private static final class Log {
    private final List<LoggedRecord> records = new ArrayList<>();
    private long nextOffset;
  }

  Network(int partitions, List<Topic> topics) {
    this.partitions = partitions;
    for (Topic topic : topics) {
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

  /** Returns the default partition of a key; the first one without a key. */
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
            // The broker sets the timestamps of clients' records.
            topic.isClientFacing() ? nowMillis : timestampMillis,
            nowMillis,
            key,
            value,
            kept);
    log.records.add(record);
    history.add(record);
    return record;
  }

  /** Allocates offsets that no reader sees: a marker, or records of an aborted transaction. */
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

  /** Returns all records of all topics, in the order of visibility. */
  List<LoggedRecord> history() {
    return Collections.unmodifiableList(history);
  }

  private Log log(Topic topic, int partition) {
    return logs.get(topic).get(partition);
  }
}
