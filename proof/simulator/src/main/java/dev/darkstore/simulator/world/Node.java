package dev.darkstore.simulator.world;

import dev.darkstore.runtime.output.AheadSender;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * One task of a service, which reads one partition of each input. It is up or down; while it is
 * down, only its committed state remains.
 *
 * <p>A failing step takes the node down and rolls back, as in production; the failure is thrown to
 * the caller.
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
  private final Map<Topic, Integer> committed = new LinkedHashMap<>();
  private final List<LoggedRecord> sentAhead = new ArrayList<>();
  private boolean commitsEachStep = true;
  private Duration retention;
  private Installation installation;
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
    this.installation = settings.installation();
    loseOffsets();
  }

  /** Sets the retention of closed entries, effective from its next start. */
  public void retention(Duration changed) {
    retention = changed;
  }

  /** Sets the branches that the service is configured with, effective from its next start. */
  public void branches(BranchTable changed) {
    installation = new Installation("", changed);
  }

  /** Deletes the committed offsets of a stopped node: it will read every input from the start. */
  public void loseOffsets() {
    if (isUp()) {
      throw new IllegalStateException(this + " is up");
    }
    settings.inputs(service).forEach(topic -> committed.put(topic, 0));
  }

  /** Returns the service of the task. */
  public ServiceKind service() {
    return service;
  }

  /** Returns the number of the task and of its partitions. */
  public int partition() {
    return partition;
  }

  /** Returns the difference of the node's clock from the world's time; negative if behind. */
  public long skewMillis() {
    return clock.skewMillis();
  }

  /** Sets the difference of the node's clock from the world's time; negative if behind. */
  public void skew(long millis) {
    clock.skew(millis);
  }

  /** Returns the time on the node's clock. */
  public long nowMillis() {
    return clock.millis();
  }

  /** Returns the number of committed entries in a store. */
  public int entries(String store) {
    return changelog.size(store);
  }

  /** Returns true if the node is up. */
  public boolean isUp() {
    return driver != null;
  }

  /** Starts with the state and the positions of the last commit. */
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
    // The start of the task may write; this is part of its first Kafka transaction.
    stepDone();
  }

  /** Stops in an orderly way: all work is committed. */
  public void stop() {
    commit();
    goDown();
  }

  /**
   * Crashes: work since the last commit is rolled back, but records sent ahead of the commit stay.
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

  /** Makes every step a separate Kafka transaction, or collects steps until {@link #commit}. */
  public void commitsEachStep(boolean each) {
    commitsEachStep = each;
    stepDone();
  }

  /** Returns true if a crash would roll back work. */
  public boolean hasUncommitted() {
    return !transaction.isEmpty();
  }

  /**
   * Returns true if a crash would roll back the decision of a request or a vote that was sent
   * ahead.
   */
  public boolean hasSentAhead() {
    return !sentAhead.isEmpty();
  }

  /** Commits the work since the last commit. */
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

  /** Skips the next record of an input, as if it had been lost. */
  public LoggedRecord skip(Topic topic) {
    LoggedRecord record = moveOn(topic);
    stepDone();
    return record;
  }

  /** Processes an earlier record again. */
  public void repeat(LoggedRecord record) {
    requireUp();
    runOrCrash(() -> driver.process(consumerRecord(record)));
  }

  private LoggedRecord moveOn(Topic topic) {
    int position = position(topic);
    transaction.moveTo(topic, position + 1);
    return network.record(topic, partition, position);
  }

  /** Runs the punctuators that are due. */
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

  /** Returns the number of waiting records of an input. */
  public int backlog(Topic topic) {
    return network.size(topic, partition) - position(topic);
  }

  /** Returns the number of records of an input that were read or skipped. */
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
                settings.installation().topics().stream()
                    .collect(Collectors.toMap(topic -> topic, topic -> settings.partitions())),
                StoreSuppliers.IN_MEMORY,
                clock)
            .in(installation);
    return settings.ahead() ? inTransaction.sendingAhead(new VisibleAtOnce()) : inTransaction;
  }

  /** Sender that writes at once; the records stay when the task is rolled back. */
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

    /** Does nothing: no record is in flight. */
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
