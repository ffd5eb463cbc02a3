package dev.darkstore.client.cluster;

import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads what is committed on some partitions, as far as can be told in the order of time: within a
 * partition exactly, between partitions by the records' own times. Joins no group.
 */
public final class LogReader implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);

  /** A partition that is this far ahead of the others waits for them. */
  private static final int AHEAD_MAX_RECORDS = 2_000;

  private final Cluster cluster;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** A reader that has yet to be assigned something. */
  public LogReader(Cluster cluster, String clientId) {
    this.cluster = cluster;
    this.consumer = cluster.consumer(clientId);
  }

  /**
   * Reads all partitions of these topics, from their beginning.
   *
   * @throws UnusableException if a topic is missing
   */
  public void assign(Topic... topics) throws InterruptedException {
    Set<TopicPartition> partitions = new HashSet<>();
    cluster
        .partitions(topics)
        .forEach(
            (topic, count) -> {
              for (int partition = 0; partition < count; partition++) {
                partitions.add(new TopicPartition(topic.topicName(), partition));
              }
            });
    assign(partitions);
  }

  /** Reads these partitions, from their beginning. */
  public void assign(Collection<TopicPartition> partitions) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Goes to the end: what is written from now on is read. */
  public void seekToEnd() {
    consumer.seekToEnd(consumer.assignment());
    // A seek is carried out when it is needed, which may be long after now.
    consumer.assignment().forEach(partition -> consumer.position(partition, ANSWER_MAX));
  }

  /** Goes to the first records that are not older than this. */
  public void seekToTime(long millis) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    consumer.assignment().forEach(partition -> wanted.put(partition, Math.max(0, millis)));
    Map<TopicPartition, Long> ends = ends();
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted, ANSWER_MAX);
    found.forEach(
        (partition, at) ->
            consumer.seek(partition, at == null ? ends.get(partition) : at.offset()));
  }

  /** Returns true if reading from this time on is reading everything that was ever written. */
  public boolean isWholeSince(long millis) {
    if (isCutOff()) {
      return false;
    }
    seekToTime(millis);
    return consumer.assignment().stream()
        .allMatch(partition -> consumer.position(partition, ANSWER_MAX) == 0);
  }

  /** Returns true if retention has deleted the beginning of something that is read. */
  public boolean isCutOff() {
    return consumer.beginningOffsets(consumer.assignment(), ANSWER_MAX).values().stream()
        .anyMatch(offset -> offset > 0);
  }

  /** How many records lie before the ends; markers of Kafka transactions count as records. */
  public long size() {
    Map<TopicPartition, Long> beginnings =
        consumer.beginningOffsets(consumer.assignment(), ANSWER_MAX);
    return ends().entrySet().stream()
        .mapToLong(end -> end.getValue() - beginnings.get(end.getKey()))
        .sum();
  }

  /**
   * Reads up to where the partitions end now.
   *
   * @throws UnusableException if the brokers stop answering
   */
  public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    Map<TopicPartition, Long> ends = ends();
    Set<TopicPartition> behind = new HashSet<>(ends.keySet());
    Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> waiting = new LinkedHashMap<>();
    ends.keySet().forEach(partition -> waiting.put(partition, new ArrayDeque<>()));
    removeFinished(behind, ends);
    int idlePolls = 0;
    while (!behind.isEmpty()) {
      holdBackThoseAhead(waiting, behind);
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.get(partition)) {
          waiting.get(partition).add(record);
        }
      }
      boolean finished = removeFinished(behind, ends);
      deliver(waiting, behind, sink);
      idlePolls = polled.isEmpty() && !finished ? idlePolls + 1 : 0;
      if (idlePolls * POLL.toMillis() >= ANSWER_MAX.toMillis()) {
        ends(); // Throws if the brokers are gone; else they are only slow.
        idlePolls = 0;
      }
    }
    deliver(waiting, behind, sink);
    consumer.resume(ends.keySet());
  }

  /** Returns the records that have arrived or arrive within this time. */
  public List<ConsumerRecord<byte[], byte[]>> poll(Duration patience) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(patience).forEach(records::add);
    records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
    return records;
  }

  /** Ends a call that another thread is in, with a WakeupException. */
  public void wakeup() {
    consumer.wakeup();
  }

  /** A record can be delivered once no partition can have an older one that is yet to be read. */
  private static void deliver(
      Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> waiting,
      Set<TopicPartition> behind,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    while (behind.stream().noneMatch(partition -> waiting.get(partition).isEmpty())) {
      Deque<ConsumerRecord<byte[], byte[]>> oldest = null;
      for (Deque<ConsumerRecord<byte[], byte[]>> queue : waiting.values()) {
        if (!queue.isEmpty()
            && (oldest == null || queue.peek().timestamp() < oldest.peek().timestamp())) {
          oldest = queue;
        }
      }
      if (oldest == null) {
        return;
      }
      sink.accept(oldest.poll());
    }
  }

  private void holdBackThoseAhead(
      Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> waiting,
      Set<TopicPartition> behind) {
    waiting.forEach(
        (partition, queue) -> {
          if (!behind.contains(partition) || queue.size() >= AHEAD_MAX_RECORDS) {
            consumer.pause(List.of(partition));
          } else {
            consumer.resume(List.of(partition));
          }
        });
  }

  private boolean removeFinished(Set<TopicPartition> behind, Map<TopicPartition, Long> ends) {
    return behind.removeIf(
        partition -> {
          long end = ends.get(partition);
          long position = consumer.position(partition, ANSWER_MAX);
          if (position > end) {
            consumer.seek(partition, end); // What came meanwhile is read another time.
          }
          return position >= end;
        });
  }

  private Map<TopicPartition, Long> ends() {
    try {
      return consumer.endOffsets(consumer.assignment(), ANSWER_MAX);
    } catch (TimeoutException e) {
      throw new UnusableException(
          "no broker at %s answered within %s s"
              .formatted(cluster.bootstrapServers(), ANSWER_MAX.toSeconds()),
          e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
