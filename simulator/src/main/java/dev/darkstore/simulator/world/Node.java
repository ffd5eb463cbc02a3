package dev.darkstore.simulator.world;

import dev.darkstore.runtime.topology.TopologySettings;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.TaskId;

/**
 * One task of a service: the partition of the same number of each of its inputs. It is up or down;
 * down, only what it committed is left of it.
 */
final class Node {
  private final Service service;
  private final int partition;
  private final WorldSettings settings;
  private final Network network;
  private final LongSupplier worldMillis;
  private final NodeClock clock;
  private final Changelog changelog = new Changelog();
  private final KafkaTransaction transaction = new KafkaTransaction();
  private final Map<Topic, Integer> committed = new EnumMap<>(Topic.class);
  private boolean commitsEachStep = true;
  private TaskDriver driver;

  Node(
      Service service,
      int partition,
      WorldSettings settings,
      Network network,
      LongSupplier worldMillis) {
    this.service = service;
    this.partition = partition;
    this.settings = settings;
    this.network = network;
    this.worldMillis = worldMillis;
    this.clock = new NodeClock(worldMillis);
    service.inputs().forEach(topic -> committed.put(topic, 0));
  }

  Service service() {
    return service;
  }

  int partition() {
    return partition;
  }

  NodeClock clock() {
    return clock;
  }

  Changelog changelog() {
    return changelog;
  }

  boolean isUp() {
    return driver != null;
  }

  void start() {
    if (isUp()) {
      throw new IllegalStateException(this + " is up already");
    }
    driver =
        new TaskDriver(
            settings.topologies().build(service, settings.timing(), topologySettings()),
            new TaskId(0, partition),
            StreamsParts.config(service),
            StreamsParts.metrics(service),
            clock,
            changelog,
            transaction);
    // The task's own start may write; it is part of its first Kafka transaction.
    stepDone();
  }

  /** Goes down in good order: what was done is committed. */
  void stop() {
    commit();
    goDown();
  }

  /** Goes down at once: what was done since the last commit is undone. */
  void crash() {
    transaction.abort(network);
    goDown();
  }

  private void goDown() {
    if (isUp()) {
      driver.close();
      driver = null;
    }
  }

  /** Whether every step is a Kafka transaction of its own, or commits come when they are asked. */
  void commitsEachStep(boolean each) {
    commitsEachStep = each;
    stepDone();
  }

  boolean hasUncommitted() {
    return !transaction.isEmpty();
  }

  List<LoggedRecord> commit() {
    committed.putAll(transaction.positions());
    return transaction.commit(network, changelog, worldMillis.getAsLong());
  }

  /** Processes the next record of an input, if the node is up and there is one. */
  Optional<LoggedRecord> deliver(Topic topic) {
    int position = position(topic);
    List<LoggedRecord> records = network.records(topic, partition);
    if (!isUp() || position >= records.size()) {
      return Optional.empty();
    }
    LoggedRecord record = records.get(position);
    transaction.consumed(topic, position + 1);
    process(record);
    return Optional.of(record);
  }

  /** Processes a record again that was processed before. */
  void repeat(LoggedRecord record) {
    requireUp();
    process(record);
  }

  private void process(LoggedRecord record) {
    runOrCrash(() -> driver.process(consumerRecord(record)));
  }

  /** Lets the punctuators come round. */
  void tick() {
    requireUp();
    runOrCrash(() -> driver.punctuate());
  }

  /** A step that fails takes the node down and leaves no trace, as in production. */
  private void runOrCrash(Runnable step) {
    boolean done = false;
    try {
      step.run();
      done = true;
    } finally {
      if (!done) {
        crash();
      }
    }
    stepDone();
  }

  private void stepDone() {
    if (commitsEachStep) {
      commit();
    }
  }

  int backlog(Topic topic) {
    return network.records(topic, partition).size() - position(topic);
  }

  private int position(Topic topic) {
    Integer uncommitted = transaction.positions().get(topic);
    return uncommitted != null ? uncommitted : committed.get(topic);
  }

  private void requireUp() {
    if (!isUp()) {
      throw new IllegalStateException(this + " is down");
    }
  }

  private TopologySettings topologySettings() {
    return new TopologySettings(
        Duration.ofMillis(settings.timing().retentionMillis()),
        settings.tick(),
        settings.timersPerTick(),
        Arrays.stream(Topic.values())
            .collect(Collectors.toMap(topic -> topic, topic -> settings.partitions())),
        InMemoryStores.INSTANCE,
        clock);
  }

  private static ConsumerRecord<byte[], byte[]> consumerRecord(LoggedRecord record) {
    return new ConsumerRecord<>(
        record.topic().topicName(),
        record.partition(),
        record.offset(),
        record.timestampMillis(),
        record.topic().isClientFacing() ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        record.key(),
        record.value(),
        new RecordHeaders(record.headers()),
        Optional.empty());
  }

  @Override
  public String toString() {
    return service.name().toLowerCase(java.util.Locale.ROOT) + "-" + partition;
  }
}
