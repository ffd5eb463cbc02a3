package dev.darkstore.simulator;

import dev.darkstore.simulator.Lanes.Lane;
import dev.darkstore.simulator.world.Node;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import dev.darkstore.simulator.world.WorldSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run, used once. Time advances when no other action is possible, and slightly with each step.
 */
final class SimulationRun {
  private static final int STEP_MAX_MILLIS = 2;
  private static final int STEPS_MAX = 500_000;
  private static final int TIMERS_PER_TICK = 20;

  /** Maximum time until the world is quiet, as a multiple of the hold. */
  private static final int REST_HOLDS = 40;

  private final long seed;
  private final SimulationSettings settings;
  private final SeededRandom random;
  private final World world;
  private final Agenda agenda = new Agenda();
  private final Journal journal = new Journal();
  private final Judge judge;
  private final Lanes lanes;
  private final Workload workload;
  private final FaultInjector faultInjector;
  private long steps;

  SimulationRun(long seed, SimulationSettings settings) {
    this.seed = seed;
    this.settings = settings;
    this.random = new SeededRandom(seed);
    this.world =
        new World(
            WorldSettings.DEFAULTS
                .withStart(start())
                .withPartitions(1 + random.below(settings.partitionsMax()))
                .withTiming(settings.timing())
                .withTick(settings.tick(), TIMERS_PER_TICK)
                .withTopologies(settings.topologies())
                .withAhead(settings.ahead())
                .withBranches(settings.branches()));
    this.workload = new Workload(random.split(), settings, world, agenda, journal);
    this.judge =
        new Judge(world.settings(), settings.topologies().areCausesNamed(), workload::reactTo);
    this.lanes = new Lanes(world, random.split());
    this.faultInjector =
        new FaultInjector(
            random.split(), settings, world, agenda, lanes, judge, journal, this::afterStep);
    world.observe(judge);
  }

  /**
   * Returns a time anywhere within the retention, so that its epochs may change at any time of a
   * run.
   */
  private Instant start() {
    return WorldSettings.DEFAULTS
        .start()
        .plusMillis(random.between(0, settings.timing().retentionMillis()));
  }

  RunResult play() {
    Optional<RunResult.Failure> failure = Optional.empty();
    try {
      begin();
      advance(Long.MAX_VALUE);
      comeToRest();
      judge.checkQuiet(workload.orderIds());
    } catch (Violated violated) {
      failure = Optional.of(failure(violated));
    } catch (RuntimeException broken) {
      failure = Optional.of(failure(broken));
    }
    return new RunResult(
        seed,
        workload.orderIds().size(),
        judge.orders().placed(),
        judge.orders().rejections(),
        journal.counts(),
        steps,
        world.history().size(),
        LogDigest.of(world.history()),
        failure);
  }

  /** Returns all events, for people. */
  String timeline(Optional<String> orderId) {
    return SimulationTimeline.of(world, journal, orderId);
  }

  private void begin() {
    workload.plan();
    faultInjector.plan(workload.endMillis());
    for (Node node : faultInjector.nodes()) {
      if (random.percent(50)) {
        node.commitsEachStep(false);
      }
      agenda.alongsideAt(world.nowMillis() + random.below(50), () -> tick(node));
    }
  }

  /** Continues until nothing is awaited and no record can advance, or until this time. */
  private void advance(long untilMillis) {
    while (world.nowMillis() < untilMillis) {
      if (agenda.nextMillis() <= world.nowMillis()) {
        agenda.runNext();
      } else if (!deliver()) {
        if (!agenda.isAwaited() && untilMillis == Long.MAX_VALUE) {
          return;
        }
        pass(Math.min(untilMillis, agenda.nextMillis()) - world.nowMillis());
      }
    }
  }

  private void comeToRest() {
    faultInjector.cease();
    for (Node node : faultInjector.nodes()) {
      node.commitsEachStep(true);
    }
    long limitMillis = world.nowMillis() + REST_HOLDS * settings.timing().holdMillis();
    while (!isAtRest()) {
      if (world.nowMillis() > limitMillis) {
        throw new Violated(
            "NO_LEAK",
            Optional.empty(),
            "not at rest after %d holds: %d orders and %d reservations are open"
                .formatted(
                    REST_HOLDS,
                    world.entries(ServiceKind.COORDINATOR, "open-transactions"),
                    openReservations()));
      }
      advance(world.nowMillis() + settings.tick().toMillis());
    }
  }

  private boolean isAtRest() {
    return !agenda.isAwaited()
        && lanes.all().stream().noneMatch(Lane::canMove)
        && world.entries(ServiceKind.COORDINATOR, "open-transactions") == 0
        && openReservations() == 0;
  }

  private int openReservations() {
    return world.settings().services().stream()
        .mapToInt(service -> world.entries(service, "open-reservations"))
        .sum();
  }

  private boolean deliver() {
    Optional<Lane> next = lanes.next();
    if (next.isEmpty()) {
      return false;
    }
    Lane lane = next.get();
    if (!faultInjector.loses(lane)) {
      lane.reader().deliver(lane.topic());
    }
    afterStep(lane.reader());
    pass(random.below(STEP_MAX_MILLIS + 1));
    return true;
  }

  private void tick(Node node) {
    agenda.alongsideAt(
        world.nowMillis() + settings.tick().toMillis() + random.below(10), () -> tick(node));
    if (faultInjector.ticks(node)) {
      node.tick();
      afterStep(node);
      if (random.percent(70) && !faultInjector.isDoomed(node)) {
        node.commit();
      }
    }
  }

  private void afterStep(Node node) {
    if (++steps > STEPS_MAX) {
      throw new Violated("PROGRESS", Optional.empty(), "no end after " + steps + " steps");
    }
    faultInjector.crashIfDoomed(node);
    if (node.isUp() && random.percent(35) && !faultInjector.isDoomed(node)) {
      node.commit();
    }
  }

  private void pass(long millis) {
    world.advance(Duration.ofMillis(millis));
  }

  private RunResult.Failure failure(Violated violated) {
    return new RunResult.Failure(
        violated.invariant(), violated.getMessage(), timeline(violated.orderId()));
  }

  private RunResult.Failure failure(RuntimeException broken) {
    StringBuilder causes = new StringBuilder();
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      causes.append(causes.length() == 0 ? "" : ", caused by ").append(cause);
    }
    return new RunResult.Failure("NO_BREAKDOWN", causes.toString(), timeline(Optional.empty()));
  }
}
