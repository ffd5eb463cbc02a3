package dev.darkstore.audit;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads all topics side by side, about in the order of time: a partition that is ahead of the
 * others waits, so that little is in flight in whoever is given the records. Commits nothing and
 * joins no group.
 */
final class TopicReader {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long AHEAD_MAX_MILLIS = 5_000;
  private static final long AHEAD_MAX_RECORDS = 5_000;

  /** Never so small that a difference could overflow. */
  private static final long NOTHING_READ = Long.MIN_VALUE / 2;

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final String servers;
  private final Map<TopicPartition, Topic> partitions = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> lastReadMillis = new HashMap<>();
  private final Map<TopicPartition, Long> aheadRecords = new HashMap<>();

  /**
   * A reader.
   *
   * @param servers where the broker is, for messages
   */
  TopicReader(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, String servers) {
    this.consumer = consumer;
    this.servers = servers;
  }

  /**
   * Finds the topics, and answers how many partitions each has.
   *
   * @throws AuditException if a topic is missing, or if nobody answers
   */
  Map<Topic, Integer> open() {
    Map<String, List<PartitionInfo>> known =
        asking("list the topics", () -> consumer.listTopics(ANSWER_MAX));
    List<String> missing =
        Arrays.stream(Topic.values())
            .map(Topic::topicName)
            .filter(name -> !known.containsKey(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new AuditException(
          "%s: missing on %s, or not to be read by this user: %s"
              .formatted(missing.size() == 1 ? "a topic" : "topics", servers, missing));
    }
    Map<Topic, Integer> counts = new EnumMap<>(Topic.class);
    for (Topic topic : Topic.values()) {
      List<PartitionInfo> infos = known.get(topic.topicName());
      counts.put(topic, infos.size());
      infos.forEach(
          info -> partitions.put(new TopicPartition(info.topic(), info.partition()), topic));
    }
    consumer.assign(partitions.keySet());
    return counts;
  }

  /** The offset before which nothing is left, per partition. */
  Map<TopicPartition, Long> beginnings() {
    return asking(
        "say where the topics begin",
        () -> consumer.beginningOffsets(partitions.keySet(), ANSWER_MAX));
  }

  /** The offset up to which everything is committed by now, per partition. */
  Map<TopicPartition, Long> ends() {
    return asking(
        "say where the topics end", () -> consumer.endOffsets(partitions.keySet(), ANSWER_MAX));
  }

  /** The first offset of a record that is at least so young, per partition; or the end. */
  Map<TopicPartition, Long> startsAt(long millis) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    partitions.keySet().forEach(partition -> wanted.put(partition, Math.max(0, millis)));
    Map<TopicPartition, OffsetAndTimestamp> found =
        asking("find records by time", () -> consumer.offsetsForTimes(wanted, ANSWER_MAX));
    Map<TopicPartition, Long> starts = new HashMap<>(ends());
    found.forEach(
        (partition, at) -> {
          if (at != null) {
            starts.put(partition, at.offset());
          }
        });
    return starts;
  }

  /** Goes on from these offsets. */
  void seek(Map<TopicPartition, Long> offsets) {
    offsets.forEach(consumer::seek);
    lastReadMillis.clear();
    aheadRecords.clear();
  }

  /** Where reading goes on, per partition. */
  Map<TopicPartition, Long> positions() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    partitions.keySet().forEach(partition -> positions.put(partition, position(partition)));
    return positions;
  }

  /**
   * Reads up to these offsets and no further. What lies before an end may be a marker, which is no
   * record: so it is positions that are compared.
   */
  void readTo(Map<TopicPartition, Long> ends, Consumer<AuditRecord> sink) {
    Set<TopicPartition> behind = new HashSet<>(ends.keySet());
    behind.removeIf(partition -> position(partition) >= ends.get(partition));
    Set<TopicPartition> others = new HashSet<>(partitions.keySet());
    others.removeAll(behind);
    consumer.pause(others);
    long idlePolls = 0;
    while (!behind.isEmpty()) {
      holdBackThoseAhead(behind);
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
      for (TopicPartition partition : polled.partitions()) {
        deliver(partition, polled.records(partition), ends.get(partition), sink);
      }
      boolean finished = behind.removeIf(partition -> isAt(partition, ends.get(partition)));
      idlePolls = polled.isEmpty() && !finished ? idlePolls + 1 : 0;
      if (idlePolls * POLL.toMillis() >= ANSWER_MAX.toMillis()) {
        ends(); // Throws if the broker is gone; else it is only slow.
        idlePolls = 0;
      }
    }
    consumer.resume(partitions.keySet());
  }

  /** Waits for something new, and reads it. */
  void readNext(Duration patience, Consumer<AuditRecord> sink) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(patience);
    for (TopicPartition partition : polled.partitions()) {
      deliver(partition, polled.records(partition), Long.MAX_VALUE, sink);
    }
  }

  /**
   * Since when nothing is missing: the time of the youngest of the first records of those
   * partitions that do not begin at their true beginning. Moves all positions.
   */
  long completeSinceMillis(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> firsts = new HashMap<>();
    beginnings.forEach(
        (partition, beginning) -> {
          if (beginning > 0 && beginning < ends.get(partition)) {
            firsts.put(partition, beginning + 1);
          }
        });
    seek(beginnings);
    long[] sinceMillis = {0};
    readTo(firsts, record -> sinceMillis[0] = Math.max(sinceMillis[0], record.timestampMillis()));
    return sinceMillis[0];
  }

  private void deliver(
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records,
      long end,
      Consumer<AuditRecord> sink) {
    Topic topic = partitions.get(partition);
    aheadRecords.computeIfPresent(partition, (p, before) -> before + records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.offset() >= end) {
        return;
      }
      sink.accept(AuditRecord.of(topic, record));
      lastReadMillis.put(partition, record.timestamp());
    }
  }

  private boolean isAt(TopicPartition partition, long end) {
    if (position(partition) < end) {
      return false;
    }
    if (position(partition) > end) {
      consumer.seek(partition, end); // What was fetched beyond is read another time.
    }
    consumer.pause(List.of(partition));
    return true;
  }

  /**
   * A partition may be ahead of the slowest by a few seconds, or, where little happens, by a few
   * thousand records: to read less at once would be slow.
   */
  private void holdBackThoseAhead(Set<TopicPartition> behind) {
    long slowest = behind.stream().mapToLong(this::lastReadMillis).min().orElse(NOTHING_READ);
    List<TopicPartition> held = new ArrayList<>();
    List<TopicPartition> next = new ArrayList<>();
    for (TopicPartition partition : behind) {
      if (lastReadMillis(partition) - AHEAD_MAX_MILLIS <= slowest) {
        aheadRecords.remove(partition);
        next.add(partition);
      } else if (aheadRecords.computeIfAbsent(partition, p -> 0L) < AHEAD_MAX_RECORDS) {
        next.add(partition);
      } else {
        held.add(partition);
      }
    }
    consumer.pause(held);
    consumer.resume(next);
  }

  private long lastReadMillis(TopicPartition partition) {
    return lastReadMillis.getOrDefault(partition, NOTHING_READ);
  }

  private long position(TopicPartition partition) {
    return asking("give a position", () -> consumer.position(partition, ANSWER_MAX));
  }

  private <T> T asking(String what, Supplier<T> question) {
    try {
      return question.get();
    } catch (TimeoutException e) {
      throw new AuditException(
          "no broker at %s answered within %d s, when asked to %s"
              .formatted(servers, ANSWER_MAX.toSeconds(), what),
          e);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw new AuditException(
          "the broker at %s did not %s: %s".formatted(servers, what, e.getMessage()), e);
    }
  }
}
