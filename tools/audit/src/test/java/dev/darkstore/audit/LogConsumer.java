package dev.darkstore.audit;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** Consumer of a log in memory: every partition ends with a marker. */
class LogConsumer extends MockConsumer<byte[], byte[]> {
  private static final int RECORDS_PER_PARTITION_AND_POLL = 3;

  private final Log log;
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private Runnable onPoll = () -> {};

  LogConsumer(Log log) {
    super("earliest");
    this.log = log;
    for (Topic topic : Installation.DEFAULT.topics()) {
      List<PartitionInfo> infos = new ArrayList<>();
      for (int partition = 0; partition < Log.PARTITIONS; partition++) {
        infos.add(new PartitionInfo(topic.topicName(), partition, null, null, null));
        beginnings.put(new TopicPartition(topic.topicName(), partition), 0L);
      }
      updatePartitions(topic.topicName(), infos);
    }
    updateBeginningOffsets(beginnings);
  }

  /** Simulates retention that has deleted everything before this time. */
  LogConsumer withoutWhatIsBefore(long millis) {
    beginnings.replaceAll(
        (partition, before) ->
            records(partition).stream()
                .filter(record -> record.timestampMillis() >= millis)
                .mapToLong(AuditRecord::offset)
                .findFirst()
                .orElseGet(() -> end(partition)));
    updateBeginningOffsets(beginnings);
    return this;
  }

  /** Runs an action before each poll. */
  LogConsumer beforePolls(Runnable action) {
    onPoll = action;
    return this;
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    onPoll.run();
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    for (TopicPartition partition : assignment()) {
      if (paused().contains(partition)) {
        continue;
      }
      List<ConsumerRecord<byte[], byte[]>> batch =
          records(partition).stream()
              .filter(record -> record.offset() >= position(partition))
              .limit(RECORDS_PER_PARTITION_AND_POLL)
              .map(record -> read(partition, record))
              .toList();
      long end = end(partition);
      long to =
          batch.size() < RECORDS_PER_PARTITION_AND_POLL
              ? Math.max(end, position(partition))
              : batch.get(batch.size() - 1).offset() + 1;
      seek(partition, to);
      if (!batch.isEmpty()) {
        polled.put(partition, batch);
        next.put(partition, new OffsetAndMetadata(to));
      }
    }
    return new ConsumerRecords<>(polled, next);
  }

  @Override
  public synchronized Map<TopicPartition, Long> endOffsets(
      java.util.Collection<TopicPartition> partitions, Duration timeout) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    partitions.forEach(partition -> ends.put(partition, end(partition)));
    return ends;
  }

  @Override
  public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> wanted, Duration timeout) {
    Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
    wanted.forEach(
        (partition, millis) ->
            found.put(
                partition,
                records(partition).stream()
                    .filter(record -> record.offset() >= beginnings.get(partition))
                    .filter(record -> record.timestampMillis() >= millis)
                    .findFirst()
                    .map(record -> new OffsetAndTimestamp(record.offset(), millis))
                    .orElse(null)));
    return found;
  }

  private List<AuditRecord> records(TopicPartition partition) {
    return log.records().stream()
        .filter(
            record ->
                record.topic().topicName().equals(partition.topic())
                    && record.partition() == partition.partition())
        .toList();
  }

  private long end(TopicPartition partition) {
    return log.end(Topic.named(partition.topic()).orElseThrow(), partition.partition());
  }

  private static ConsumerRecord<byte[], byte[]> read(TopicPartition partition, AuditRecord r) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        r.offset(),
        r.timestampMillis(),
        TimestampType.CREATE_TIME,
        0,
        0,
        r.key(),
        r.value(),
        r.headers(),
        Optional.empty());
  }
}
