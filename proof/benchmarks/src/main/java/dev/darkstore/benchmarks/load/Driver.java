package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.FloorRecord;
import dev.darkstore.benchmarks.cluster.Spread;
import dev.darkstore.benchmarks.cluster.Usage;
import dev.darkstore.benchmarks.cluster.Workload;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.KafkaClients;
import dev.darkstore.harness.Sender;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Open-loop load driver: sends orders at a fixed rate, whether or not earlier orders have an
 * outcome, and reads the outcomes.
 */
public final class Driver implements AutoCloseable {
  private static final Duration LEAD = Duration.ofMillis(50);
  private static final Duration OUTCOME_PATIENCE = Duration.ofSeconds(60);
  private static final int POOL_AGENTS = 40_000;
  private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Cluster cluster;
  private final Agents agents;
  private final Sender sender;
  private final OutcomeReader outcomes;
  private final BenchmarkSupply supply;
  private final Failures failures = new Failures();
  private int phases;
  private LoadStep prepared = LoadStep.of(0, 0);

  /** Creates a driver with an agent for each order. */
  public Driver(Cluster cluster) {
    this(cluster, Agents.ONE_PER_ORDER);
  }

  public Driver(Cluster cluster, Agents agents) {
    this.cluster = cluster;
    this.agents = agents;
    this.sender =
        new Sender(
            KafkaClients.producer(
                cluster.bootstrapServers(),
                // Short linger: records sent together share a batch; a single one hardly waits.
                Map.of(ProducerConfig.LINGER_MS_CONFIG, "1")),
            failure -> failures.add("sender", failure));
    this.supply = new BenchmarkSupply(cluster, sender, failures);
    this.outcomes = new OutcomeReader(cluster, supply, agents, failures);
  }

  public Cluster cluster() {
    return cluster;
  }

  public BenchmarkSupply supply() {
    return supply;
  }

  public Gaps gaps() {
    return outcomes.gaps();
  }

  /** Sends stock and, if the agents are a pool, brings them online. */
  public void open() {
    supply.stock(Spread.EVEN);
    if (agents == Agents.POOL) {
      phases++;
      supply.agents(Spread.EVEN, phases, POOL_AGENTS);
    }
  }

  /** Runs a step of load and returns its result. */
  public LoadResult run(LoadStep step) {
    prepare(step);
    return runPrepared();
  }

  /** Brings the agents for the orders of the step online, unless they are online already. */
  public void prepare(LoadStep step) {
    prepared = step;
    phases++;
    if (agents == Agents.ONE_PER_ORDER) {
      supply.agents(step.spread(), phases, ordersOf(step));
    }
  }

  /** Runs the prepared step and returns its result. */
  public LoadResult runPrepared() {
    Usage before = Usage.now(cluster);
    Phase phase =
        new Phase(
            phases,
            prepared.ordersPerSecond(),
            ordersOf(prepared),
            System.nanoTime() + LEAD.toNanos());
    outcomes.expect(phase);
    double sendLagMillis = send(prepared.spread(), phase);
    boolean all = phase.awaitOutcomes(OUTCOME_PATIENCE);
    Usage used = Usage.now(cluster).since(before);
    failures.check();
    if (!all) {
      cluster.checkAlive();
    }
    return LoadResult.of(phase, sendLagMillis, used);
  }

  private static int ordersOf(LoadStep step) {
    return Math.toIntExact(step.ordersPerSecond() * step.length().toMillis() / 1000);
  }

  @Override
  public void close() {
    outcomes.close();
    sender.close();
  }

  /** Sends each order when it is due; returns the greatest lateness in milliseconds. */
  private double send(Spread spread, Phase phase) {
    long latestNanos = 0;
    for (int number = 0; number < phase.orders(); number++) {
      long due = phase.dueNanos(number);
      long now = System.nanoTime();
      while (now < due) {
        LockSupport.parkNanos(Math.min(due - now, LONGEST_PARK_NANOS));
        now = System.nanoTime();
      }
      latestNanos = Math.max(latestNanos, now - due);
      send(spread, phase, number);
    }
    supply.flush();
    return latestNanos / 1e6;
  }

  private void send(Spread spread, Phase phase, long number) {
    sender.send(
        cluster.kind().topicName(Topic.ORDERS),
        Workload.orderId(phase.id(), number),
        order(spread, phase.id(), number));
  }

  private byte[] order(Spread spread, int phase, long number) {
    return switch (cluster.kind()) {
      case SYSTEM -> Workload.order(spread, phase, number);
      case FLOOR, SHORT_FLOOR -> FloorRecord.order(phase, number);
    };
  }
}
