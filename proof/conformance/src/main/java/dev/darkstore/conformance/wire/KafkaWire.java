package dev.darkstore.conformance.wire;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Connection to a participant on a cluster: an idempotent producer, and a reader of its topics. */
public final class KafkaWire implements Wire {
  private static final String CLIENT_ID = "darkstore-conformance";
  private static final int ANSWER_MILLIS_MAX = 10_000;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final BranchTopics topics;
  private final Map<String, Integer> partitions;
  private final Optional<Runnable> restart;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final long startMillis = System.currentTimeMillis();
  private final long startNanos = System.nanoTime();

  private KafkaWire(
      BranchTopics topics,
      Map<String, Integer> partitions,
      Optional<Runnable> restart,
      KafkaProducer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> consumer) {
    this.topics = topics;
    this.partitions = Map.copyOf(partitions);
    this.restart = restart;
    this.producer = producer;
    this.consumer = consumer;
  }

  /**
   * Connects to a participant; records that it wrote before are not read.
   *
   * @param cluster the cluster, which stays open
   * @param restart action that stops the participant and starts it again, if there is one
   * @throws UnusableException if a topic is missing, or if topics that must have equal partition
   *     counts have not
   */
  public static KafkaWire connect(Cluster cluster, BranchTopics topics, Optional<Runnable> restart)
      throws InterruptedException {
    Map<String, Integer> partitions = partitions(cluster, topics);
    requireEqual(partitions, topics.commands(), topics.releases());
    requireEqual(partitions, topics.events(), topics.votes());
    KafkaConsumer<byte[], byte[]> consumer = consumer(cluster);
    List<TopicPartition> read = new ArrayList<>();
    for (String topic : topics.read()) {
      for (int partition = 0; partition < partitions.get(topic); partition++) {
        read.add(new TopicPartition(topic, partition));
      }
    }
    consumer.assign(read);
    consumer.seekToEnd(read);
    // The end is looked up when the position is needed: now, before the first request is sent.
    read.forEach(consumer::position);
    return new KafkaWire(
        topics, partitions, restart, cluster.producer(CLIENT_ID, Map.of()), consumer);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Cluster cluster) {
    Map<String, Object> own = new HashMap<>(cluster.config());
    own.put(ConsumerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    own.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS_MAX);
    own.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Map<String, Integer> partitions(Cluster cluster, BranchTopics topics)
      throws InterruptedException {
    Map<String, KafkaFuture<TopicDescription>> described =
        cluster
            .admin()
            .describeTopics(
                Stream.concat(topics.read().stream(), topics.written().stream()).toList(),
                new DescribeTopicsOptions().timeoutMs(ANSWER_MILLIS_MAX))
            .topicNameValues();
    Map<String, Integer> partitions = new HashMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : described.entrySet()) {
      try {
        partitions.put(topic.getKey(), topic.getValue().get().partitions().size());
      } catch (ExecutionException e) {
        throw new UnusableException(
            e.getCause() instanceof UnknownTopicOrPartitionException
                ? "topic %s of branch %s is missing on %s"
                    .formatted(topic.getKey(), topics.branch(), cluster.bootstrapServers())
                : "topic %s cannot be described: %s"
                    .formatted(topic.getKey(), Cluster.rootMessage(e)),
            e);
      }
    }
    return partitions;
  }

  private static void requireEqual(Map<String, Integer> partitions, String one, String other) {
    if (!partitions.get(one).equals(partitions.get(other))) {
      throw new UnusableException(
          "%s has %d partitions and %s %d; they must have equally many"
              .formatted(one, partitions.get(one), other, partitions.get(other)));
    }
  }

  @Override
  public BranchTopics topics() {
    return topics;
  }

  @Override
  public int partitions(String topic) {
    return partitions.get(topic);
  }

  @Override
  public long nowMillis() {
    return startMillis + (System.nanoTime() - startNanos) / 1_000_000;
  }

  @Override
  public Supplier<String> send(Outgoing record) {
    Integer partition =
        record.partition().isPresent() ? (Integer) record.partition().getAsInt() : null;
    AtomicReference<String> position = new AtomicReference<>(record.topic());
    var unused =
        producer.send(
            new ProducerRecord<>(
                record.topic(), partition, record.timestampMillis(), record.key(), record.value()),
            (metadata, failed) -> {
              if (failed == null) {
                position.set(record.topic() + "-" + metadata.partition() + "@" + metadata.offset());
              } else if (failed instanceof RecordTooLargeException) {
                position.set(record.topic() + ", rejected by the broker");
              } else {
                failure.compareAndSet(null, failed);
              }
            });
    return position::get;
  }

  @Override
  public List<Incoming> poll(Duration atMost) {
    if (failure.get() != null) {
      throw new UnusableException(
          "a record could not be sent: " + Cluster.rootMessage(failure.get()), failure.get());
    }
    List<Incoming> polled = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
      polled.add(
          new Incoming(
              record.topic(), record.partition(), record.offset(), record.key(), record.value()));
    }
    return polled;
  }

  @Override
  public boolean canRestart() {
    return restart.isPresent();
  }

  @Override
  public void restart() {
    restart.orElseThrow(UnsupportedOperationException::new).run();
  }

  @Override
  public void close() {
    producer.close(CLOSE_MAX);
    consumer.close();
  }
}
