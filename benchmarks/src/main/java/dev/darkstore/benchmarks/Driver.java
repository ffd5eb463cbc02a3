package dev.darkstore.benchmarks;

import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts orders on a cluster at a fixed rate, whether or not earlier ones have an outcome, and reads
 * the outcomes.
 */
final class Driver implements AutoCloseable {
  private static final Duration LEAD = Duration.ofMillis(50);
  private static final Duration OUTCOME_PATIENCE = Duration.ofSeconds(60);
  private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Cluster cluster;
  private final Sender sender;
  private final OutcomeReader outcomes;
  private final Supply supply;
  private int phases;
  private Step prepared = Step.of(0, 0);

  Driver(Cluster cluster) {
    this.cluster = cluster;
    this.sender = new Sender(cluster.bootstrapServers());
    this.outcomes = new OutcomeReader(cluster);
    this.supply = new Supply(cluster, sender);
  }

  Supply supply() {
    return supply;
  }

  /** Load, and what came of it. */
  LoadResult run(Step step) {
    prepare(step);
    return runPrepared();
  }

  /** Brings online an agent for each order of the step. */
  void prepare(Step step) {
    prepared = step;
    phases++;
    supply.agents(phases, ordersOf(step));
  }

  /** The load that was prepared, and what came of it. */
  LoadResult runPrepared() {
    Usage before = Usage.now(cluster);
    Phase phase =
        new Phase(
            phases,
            prepared.ordersPerSecond(),
            ordersOf(prepared),
            System.nanoTime() + LEAD.toNanos());
    outcomes.expect(phase);
    double sendLagMillis = send(phase);
    boolean all = phase.awaitOutcomes(OUTCOME_PATIENCE);
    Usage used = Usage.now(cluster).since(before);
    outcomes.check();
    if (!all) {
      cluster.checkAlive();
    }
    return LoadResult.of(phase, sendLagMillis, used);
  }

  private static int ordersOf(Step step) {
    return Math.toIntExact(step.ordersPerSecond() * step.length().toMillis() / 1000);
  }

  @Override
  public void close() {
    outcomes.close();
    sender.close();
  }

  /** Sends each order when it is due; returns by how much the latest was late. */
  private double send(Phase phase) {
    String topic = cluster.kind().topicName(Topic.ORDERS);
    long latestNanos = 0;
    for (int number = 0; number < phase.orders(); number++) {
      byte[] value = order(phase.id(), number);
      long due = phase.dueNanos(number);
      long now = System.nanoTime();
      while (now < due) {
        LockSupport.parkNanos(Math.min(due - now, LONGEST_PARK_NANOS));
        now = System.nanoTime();
      }
      latestNanos = Math.max(latestNanos, now - due);
      sender.send(topic, Workload.orderId(phase.id(), number), value);
    }
    sender.flush();
    return latestNanos / 1e6;
  }

  private byte[] order(int phase, long number) {
    return switch (cluster.kind()) {
      case SYSTEM -> Workload.order(phase, number);
      case FLOOR -> FloorRecord.order(phase, number);
    };
  }
}
