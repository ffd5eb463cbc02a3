package dev.darkstore.simulator.world;

import dev.darkstore.runtime.output.AheadSender;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.TaskId;

/**
 * One task of a service: the partition of the same number of each of its inputs. It is up or down;
 * down, only what it committed is left of it.
 *
 * <p>A step that fails takes the node down and leaves no trace, as in production; the failure is
 * the caller's.
 */
public final class Node {
  private final ServiceKind service;
  private final int partition;
  private final WorldSettings settings;
  private final Network network;
  private final Observers observers;
  private final LongSupplier worldMillis;
  private final NodeClock clock;
  private final Changelog changelog = new Changelog();
  private final KafkaTransaction transaction = new KafkaTransaction();
  private final Map<Topic, Integer> committed = new EnumMap<>(Topic.class);
  private final List<LoggedRecord> sentAhead = new ArrayList<>();
  private boolean commitsEachStep = true;
  private Duration retention;
  private TaskDriver driver;

  Node(
      ServiceKind service,
      int partition,
      WorldSettings settings,
      Network network,
      Observers observers,
      LongSupplier worldMillis) {
    this.service = service;
    this.partition = partition;
    this.settings = settings;
    this.network = network;
    this.observers = observers;
    this.worldMillis = worldMillis;
    this.clock = new NodeClock(worldMillis);
    this.retention = Duration.ofMillis(settings.timing().retentionMillis());
    loseOffsets();
  }

  /** How long it remembers what is closed, from its next start on. */
  public void retention(Duration changed) {
    retention = changed;
  }

  /** Forgets, while it is down, how far it has read: it begins at the start of every input. */
  public void loseOffsets() {
    if (isUp()) {
      throw new IllegalStateException(this + " is up");
    }
    service.inputs().forEach(topic -> committed.put(topic, 0));
  }

  /** Whose task it is. */
  public ServiceKind service() {
    return service;
  }

  /** The number of the task, and of the partitions that it reads. */
  public int partition() {
    return partition;
  }

  /** How far the node's clock is ahead of the world's time; behind, if negative. */
  public long skewMillis() {
    return clock.skewMillis();
  }

  /** Sets how far the node's clock is ahead of the world's time; behind, if negative. */
  public void skew(long millis) {
    clock.skew(millis);
  }

  /** Returns the time on the node's clock. */
  public long nowMillis() {
    return clock.millis();
  }

  /** How many entries it has committed in a store. */
  public int entries(String store) {
    return changelog.size(store);
  }

  /** Returns true if the node is up. */
  public boolean isUp() {
    return driver != null;
  }

  /** Comes up, with the state and at the positions that it committed last. */
  public void start() {
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
  public void stop() {
    commit();
    goDown();
  }

  /**
   * Goes down at once: what was done since the last commit is undone, but what was sent ahead of it
   * stays where it is.
   */
  public void crash() {
    transaction.abort(network);
    sentAhead.clear();
    goDown();
  }

  private void goDown() {
    if (isUp()) {
      driver.close();
      driver = null;
    }
  }

  /** Makes every step a Kafka transaction by itself, or lets steps gather until {@link #commit}. */
  public void commitsEachStep(boolean each) {
    commitsEachStep = each;
    stepDone();
  }

  /** Returns true if a crash would undo anything. */
  public boolean hasUncommitted() {
    return !transaction.isEmpty();
  }

  /** Returns true if a crash would undo what decided a request or a vote that is on its topic. */
  public boolean hasSentAhead() {
    return !sentAhead.isEmpty();
  }

  /** Makes what was done visible to all. */
  public void commit() {
    if (isUp()) {
      driver.prepareCommit();
    }
    if (transaction.isEmpty()) {
      return;
    }
    committed.putAll(transaction.positions());
    List<LoggedRecord> written = new ArrayList<>(sentAhead);
    sentAhead.clear();
    List<LoggedRecord> facts = transaction.commit(network, changelog, worldMillis.getAsLong());
    facts.forEach(observers::visible);
    written.addAll(facts);
    observers.committed(service, partition, transaction.reads(), written, transaction.changes());
    transaction.clear();
  }

  /** Processes the next record of an input, if the node is up and there is one. */
  public Optional<LoggedRecord> deliver(Topic topic) {
    if (!canDeliver(topic)) {
      return Optional.empty();
    }
    LoggedRecord record = moveOn(topic);
    transaction.read(record);
    runOrCrash(() -> driver.process(consumerRecord(record)));
    return Optional.of(record);
  }

  /** Returns true if the node is up and has a record to read on the topic. */
  public boolean canDeliver(Topic topic) {
    return isUp() && backlog(topic) > 0;
  }

  /** Passes over the next record of an input, as if it had been lost. */
  public LoggedRecord skip(Topic topic) {
    LoggedRecord record = moveOn(topic);
    stepDone();
    return record;
  }

  /** Processes a record again that was processed before. */
  public void repeat(LoggedRecord record) {
    requireUp();
    runOrCrash(() -> driver.process(consumerRecord(record)));
  }

  private LoggedRecord moveOn(Topic topic) {
    int position = position(topic);
    transaction.moveTo(topic, position + 1);
    return network.record(topic, partition, position);
  }

  /** Looks whether a timer is due, and handles it. */
  public void tick() {
    requireUp();
    runOrCrash(() -> driver.punctuate());
  }

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

  /** How many records of an input wait for it. */
  public int backlog(Topic topic) {
    return network.size(topic, partition) - position(topic);
  }

  /** How many records of an input it has read, or passed over. */
  public int position(Topic topic) {
    Integer uncommitted = transaction.positions().get(topic);
    return uncommitted != null ? uncommitted : committed.get(topic);
  }

  private void requireUp() {
    if (!isUp()) {
      throw new IllegalStateException(this + " is down");
    }
  }

  private TopologySettings topologySettings() {
    TopologySettings inTransaction =
        new TopologySettings(
            retention,
            settings.tick(),
            settings.timersPerTick(),
            Arrays.stream(Topic.values())
                .collect(Collectors.toMap(topic -> topic, topic -> settings.partitions())),
            InMemoryStores.INSTANCE,
            clock);
    return settings.ahead() ? inTransaction.sendingAhead(new VisibleAtOnce()) : inTransaction;
  }

  /** Puts what is sent ahead on its topic at once, where it stays whatever becomes of the task. */
  private final class VisibleAtOnce implements AheadSender {
    @Override
    public void send(
        String topic, byte[] key, byte[] value, Headers headers, long timestampMillis) {
      LoggedRecord record =
          network.append(
              Topic.named(topic).orElseThrow(),
              network.partitionOf(key),
              key,
              value,
              headers,
              timestampMillis,
              worldMillis.getAsLong());
      sentAhead.add(record);
      observers.visible(record);
    }

    /** Nothing is under way. */
    @Override
    public void flush() {}
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
    return service.name().toLowerCase(Locale.ROOT) + "-" + partition;
  }
}
