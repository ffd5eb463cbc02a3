package dev.darkstore.client.cluster;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reader of the committed records of some partitions, in the order of time as far as possible:
 * exact within a partition, by timestamp between partitions. Joins no group and commits no offsets.
 *
 * <p>Partitions have the cluster's names of topics. Records are delivered with the names of the
 * table, without the prefix of the installation.
 *
 * <p>A request that the brokers do not answer in time leads to an {@link UnusableException}.
 */
public final class LogReader implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Time without records after which the brokers are asked whether they are there. */
  private static final Duration QUIET_MAX = Duration.ofSeconds(5);

  /** Maximum number of waiting records of a partition; beyond it the partition is paused. */
  private static final int AHEAD_MAX_RECORDS = 500;

  /** Maximum size of the waiting records of a partition; beyond it the partition is paused. */
  private static final int AHEAD_MAX_BYTES = 256 * 1024;

  /** Records of a partition that wait for older ones of other partitions. */
  private static final class Waiting {
    private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private long bytes;

    void add(ConsumerRecord<byte[], byte[]> record) {
      records.add(record);
      bytes += bytesOf(record);
    }

    ConsumerRecord<byte[], byte[]> take() {
      ConsumerRecord<byte[], byte[]> oldest = records.remove();
      bytes -= bytesOf(oldest);
      return oldest;
    }

    boolean isFull() {
      return records.size() >= AHEAD_MAX_RECORDS || bytes >= AHEAD_MAX_BYTES;
    }

    boolean isEmpty() {
      return records.isEmpty();
    }

    long oldestMillis() {
      return records.element().timestamp();
    }

    private static long bytesOf(ConsumerRecord<byte[], byte[]> record) {
      return Math.max(0L, record.serializedKeySize()) + Math.max(0L, record.serializedValueSize());
    }
  }

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final String servers;
  private final Installation installation;
  private Duration quiet = Duration.ZERO;

  /**
   * Creates a reader without assigned partitions.
   *
   * @param clientId client id without the installation's prefix
   */
  public LogReader(Cluster cluster, String clientId) {
    this(cluster.config(), cluster.installation(), clientId);
  }

  /**
   * Creates a reader without assigned partitions.
   *
   * @param config connection to the cluster, by Kafka's names
   * @param clientId client id without the installation's prefix
   */
  public LogReader(Map<String, Object> config, Installation installation, String clientId) {
    this(
        new KafkaConsumer<>(
            ownConfig(config, installation.prefixed(clientId)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer()),
        String.valueOf(config.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)),
        installation);
  }

  /**
   * Creates a reader of the installation without a prefix, and without assigned partitions.
   *
   * @param consumer consumer, which is closed with this reader
   * @param servers addresses of the brokers, for messages
   */
  public LogReader(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, String servers) {
    this(consumer, servers, Installation.DEFAULT);
  }

  LogReader(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      String servers,
      Installation installation) {
    this.consumer = consumer;
    this.servers = servers;
    this.installation = installation;
  }

  private static Map<String, Object> ownConfig(Map<String, Object> config, String clientId) {
    Map<String, Object> own = new HashMap<>(config);
    own.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    // Dozens of partitions at once: prefetched records must fit into a small heap.
    own.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 * 1024);
    own.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * 1024 * 1024);
    own.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    own.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return own;
  }

  /**
   * Reads all partitions of all topics of the installation, from their beginning, and returns the
   * partition counts, in the table's order.
   *
   * @throws UnusableException if topics are missing, or may not be described by this user
   */
  public Map<Topic, Integer> assignAll() {
    return assign(installation.topics().toArray(Topic[]::new));
  }

  /**
   * Reads all partitions of these topics, from their beginning, and returns the partition counts.
   *
   * @throws UnusableException if topics are missing, or may not be described by this user
   */
  public Map<Topic, Integer> assign(Topic... topics) {
    Map<String, List<PartitionInfo>> known = asking(() -> consumer.listTopics(ANSWER_MAX));
    List<String> missing =
        Arrays.stream(topics)
            .map(installation::nameOf)
            .filter(name -> !known.containsKey(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new UnusableException(
          ("topics missing on %s, or not visible to this user: %s;"
                  + " 'darkstore topics create' creates them")
              .formatted(servers, String.join(", ", missing)));
    }
    Map<Topic, Integer> counts = new LinkedHashMap<>();
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : topics) {
      List<PartitionInfo> infos = known.get(installation.nameOf(topic));
      counts.put(topic, infos.size());
      infos.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    assign(partitions);
    return counts;
  }

  /**
   * Returns the partition of a key.
   *
   * @param partitions number of partitions of the topic
   */
  public TopicPartition partition(Topic topic, String key, int partitions) {
    return new TopicPartition(
        installation.nameOf(topic),
        Partitions.of(key.getBytes(StandardCharsets.UTF_8), partitions));
  }

  /** Reads these partitions, from their beginning. */
  public void assign(Collection<TopicPartition> partitions) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Returns the first remaining offset of each partition. */
  public Map<TopicPartition, Long> beginnings() {
    return asking(() -> consumer.beginningOffsets(consumer.assignment(), ANSWER_MAX));
  }

  /** Returns the current end of the committed records of each partition. */
  public Map<TopicPartition, Long> ends() {
    return asking(() -> consumer.endOffsets(consumer.assignment(), ANSWER_MAX));
  }

  /**
   * Returns the offset of the first record at or after this time, or the end, of each partition.
   */
  public Map<TopicPartition, Long> offsetsAt(long millis) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    consumer.assignment().forEach(partition -> wanted.put(partition, Math.max(0, millis)));
    Map<TopicPartition, Long> offsets = new HashMap<>(ends());
    Map<TopicPartition, OffsetAndTimestamp> found =
        asking(() -> consumer.offsetsForTimes(wanted, ANSWER_MAX));
    found.forEach(
        (partition, at) -> {
          if (at != null) {
            offsets.put(partition, at.offset());
          }
        });
    return offsets;
  }

  /** Returns the position of each partition. */
  public Map<TopicPartition, Long> positions() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    consumer.assignment().forEach(partition -> positions.put(partition, position(partition)));
    return positions;
  }

  /** Sets the position of each partition. */
  public void seek(Map<TopicPartition, Long> offsets) {
    offsets.forEach(consumer::seek);
  }

  /** Sets the positions to the end: only new records are read. */
  public void seekToEnd() {
    seek(ends());
  }

  /** Sets the positions to the first records at or after this time. */
  public void seekToTime(long millis) {
    seek(offsetsAt(millis));
  }

  /** Returns true if no record is older than this time. */
  public boolean isWholeSince(long millis) {
    return !isCutOff() && offsetsAt(millis).values().stream().allMatch(offset -> offset == 0);
  }

  /** Returns true if retention has deleted the beginning of an assigned partition. */
  public boolean isCutOff() {
    return beginnings().values().stream().anyMatch(offset -> offset > 0);
  }

  /** Returns the number of records before the ends, including markers of Kafka transactions. */
  public long size() {
    Map<TopicPartition, Long> beginnings = beginnings();
    return ends().entrySet().stream()
        .mapToLong(end -> end.getValue() - beginnings.get(end.getKey()))
        .sum();
  }

  /** Reads up to the current ends of the partitions. */
  public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    readTo(ends(), sink);
  }

  /**
   * Reads up to these offsets exactly, and only these partitions. The last offset may be a marker,
   * which is not a record: so positions are compared.
   *
   * <p>A record waits until no partition can contain an unread older one. Delivering records that
   * are slightly ahead would need no queues, but with partitions read at different speeds it gives
   * no order at all, so that each tool would have to sort. The queues stay short: a partition with
   * {@value #AHEAD_MAX_RECORDS} records, or {@value #AHEAD_MAX_BYTES} bytes, in its queue is not
   * fetched, so that the queue exceeds this by one fetch at most.
   */
  public void readTo(
      Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    Map<TopicPartition, Waiting> waiting = new HashMap<>();
    ends.keySet().forEach(partition -> waiting.put(partition, new Waiting()));
    Set<TopicPartition> behind = new HashSet<>(ends.keySet());
    behind.removeIf(partition -> position(partition) >= ends.get(partition));
    int idlePolls = 0;
    while (!behind.isEmpty()) {
      List<TopicPartition> next =
          behind.stream().filter(partition -> !waiting.get(partition).isFull()).toList();
      consumer.pause(consumer.assignment());
      consumer.resume(next);
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        TopicPartition partition = partitionOf(record);
        if (record.offset() < ends.get(partition)) {
          waiting.get(partition).add(record);
        }
      }
      boolean finished = behind.removeIf(partition -> isAt(partition, ends.get(partition)));
      deliver(waiting, behind, sink);
      idlePolls = polled.isEmpty() && !finished ? idlePolls + 1 : 0;
      if (idlePolls * POLL.toMillis() >= ANSWER_MAX.toMillis()) {
        ends(); // Throws if the brokers are gone; otherwise they are only slow.
        idlePolls = 0;
      }
    }
    consumer.resume(consumer.assignment());
  }

  /** Returns the records that have arrived or arrive within this time. */
  public List<ConsumerRecord<byte[], byte[]>> poll(Duration patience) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(patience).forEach(record -> records.add(withTableName(record)));
    records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
    return records;
  }

  /**
   * Returns the records that have arrived or arrive within this time. While none arrive, it asks
   * the brokers from time to time whether they are there: otherwise a quiet log and a lost cluster
   * look alike.
   *
   * @throws UnusableException if they do not reply; the call may be repeated
   */
  public List<ConsumerRecord<byte[], byte[]>> follow(Duration patience) {
    List<ConsumerRecord<byte[], byte[]>> records = poll(patience);
    quiet = records.isEmpty() ? quiet.plus(patience) : Duration.ZERO;
    if (quiet.compareTo(QUIET_MAX) >= 0) {
      ends();
      quiet = Duration.ZERO;
    }
    return records;
  }

  /** Interrupts a call on another thread with a WakeupException. */
  public void wakeup() {
    consumer.wakeup();
  }

  /** Delivers records by age until a partition that must still be read has no waiting record. */
  private void deliver(
      Map<TopicPartition, Waiting> waiting,
      Set<TopicPartition> behind,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    if (behind.stream().anyMatch(partition -> waiting.get(partition).isEmpty())) {
      return;
    }
    PriorityQueue<Waiting> oldestFirst =
        new PriorityQueue<>(Comparator.comparingLong(Waiting::oldestMillis));
    waiting.values().stream().filter(queue -> !queue.isEmpty()).forEach(oldestFirst::add);
    while (!oldestFirst.isEmpty()) {
      Waiting queue = oldestFirst.remove();
      ConsumerRecord<byte[], byte[]> record = queue.take();
      sink.accept(withTableName(record));
      if (!queue.isEmpty()) {
        oldestFirst.add(queue);
      } else if (behind.contains(partitionOf(record))) {
        return;
      }
    }
  }

  private ConsumerRecord<byte[], byte[]> withTableName(ConsumerRecord<byte[], byte[]> record) {
    return installation.prefix().isEmpty()
        ? record
        : new ConsumerRecord<>(
            installation.tableName(record.topic()),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.timestampType(),
            record.serializedKeySize(),
            record.serializedValueSize(),
            record.key(),
            record.value(),
            record.headers(),
            record.leaderEpoch());
  }

  private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  private boolean isAt(TopicPartition partition, long end) {
    long position = position(partition);
    if (position > end) {
      consumer.seek(partition, end); // Records after the end are read by a later call.
    }
    return position >= end;
  }

  private long position(TopicPartition partition) {
    return asking(() -> consumer.position(partition, ANSWER_MAX));
  }

  private <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (TimeoutException e) {
      throw new UnusableException(
          "no broker at %s answered within %s s".formatted(servers, ANSWER_MAX.toSeconds()), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
