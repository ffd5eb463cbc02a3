package dev.darkstore.simulator;

import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.simulator.world.CreditParticipant;
import dev.darkstore.simulator.world.Topologies;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Settings of runs. A run is determined by them and its seed.
 *
 * @param orders number of distinct orders
 * @param partitionsMax maximum number of partitions of a topic; each run has one from 1 to this
 * @param timing durations of the coordinator: short, so that timers matter
 * @param tick interval between two checks of the timers
 * @param topologies topologies of the services
 * @param ahead true if requests and votes are sent ahead of the commit
 * @param branches branches of the orders; a further one is simulated by {@link CreditParticipant}
 * @param weights maximum number of attempts at each kind of fault in a run
 */
public record SimulationSettings(
    int orders,
    int partitionsMax,
    CoordinatorTiming timing,
    Duration tick,
    Topologies topologies,
    boolean ahead,
    BranchTable branches,
    Map<Fault, Integer> weights) {

  private static final CoordinatorTiming SHORT =
      new CoordinatorTiming(1_000, 250, 3, 120, 100, 100, 800, 1_500, 30_000);

  /** Default settings: 200 orders, up to 3 partitions, every fault. */
  public static final SimulationSettings DEFAULTS =
      new SimulationSettings(
          200,
          3,
          SHORT,
          Duration.ofMillis(50),
          Topologies.PRODUCTION,
          true,
          BranchTable.DEFAULT,
          everyFault());

  public SimulationSettings {
    if (orders < 1 || partitionsMax < 1) {
      throw new IllegalArgumentException(orders + " orders, " + partitionsMax + " partitions");
    }
    Map<Fault, Integer> copy = new EnumMap<>(Fault.class);
    copy.putAll(weights);
    weights = copy;
  }

  /** Returns a copy with this number of orders in a run. */
  public SimulationSettings withOrders(int count) {
    return new SimulationSettings(
        count, partitionsMax, timing, tick, topologies, ahead, branches, weights);
  }

  /** Returns a copy with other topologies. */
  public SimulationSettings withTopologies(Topologies other) {
    return new SimulationSettings(
        orders, partitionsMax, timing, tick, other, ahead, branches, weights);
  }

  /** Returns a copy with another maximum of attempts at a kind of fault in a run; 0 is never. */
  public SimulationSettings with(Fault fault, int timesMax) {
    Map<Fault, Integer> changed = new EnumMap<>(weights);
    changed.put(fault, timesMax);
    return new SimulationSettings(
        orders, partitionsMax, timing, tick, topologies, ahead, branches, changed);
  }

  /** Returns a copy without requests and votes ahead of the commit. */
  public SimulationSettings withoutAhead() {
    return new SimulationSettings(
        orders, partitionsMax, timing, tick, topologies, false, branches, weights);
  }

  /**
   * Returns a copy with other branches.
   *
   * @throws IllegalArgumentException if no participant of a branch can be simulated
   */
  public SimulationSettings withBranches(BranchTable other) {
    for (BranchName name : other.names()) {
      if (!name.equals(BranchName.STORE)
          && !name.equals(BranchName.DELIVERY)
          && !name.equals(CreditParticipant.BRANCH)) {
        throw new IllegalArgumentException(
            "branch '%s' has no simulated participant; the further branch must be '%s'"
                .formatted(name, CreditParticipant.BRANCH));
      }
    }
    return new SimulationSettings(
        orders, partitionsMax, timing, tick, topologies, ahead, other, weights);
  }

  /** Returns a copy without any fault. */
  public SimulationSettings withoutFaults() {
    return new SimulationSettings(
        orders, partitionsMax, timing, tick, topologies, ahead, branches, Map.of());
  }

  /** Returns the maximum number of attempts at a kind of fault in a run. */
  public int timesMax(Fault fault) {
    return weights.getOrDefault(fault, 0);
  }

  private static Map<Fault, Integer> everyFault() {
    Map<Fault, Integer> times = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      times.put(
          fault,
          switch (fault) {
            case LONG_OUTAGE, HOT_STORE, CLOCK_SET, OFFSETS_LOST -> 1;
            case SHORT_OUTAGE, LATE_TICK, CLOCK_SKEW, RETENTION_CHANGED -> 2;
            case FLOOD -> 2;
            case LOSS, CLOCK_JUMP -> 3;
            case DELAY, CRASH, CRASH_AFTER_SENDING -> 6;
            case WRITE_OFF, AGENT_OFFLINE -> 8;
            case REPETITION -> 20;
            case CANCELLATION, ORDER_REPEATED -> 16;
            case ORDER_ID_REUSED, SUPPLY_REPEATED, INVALID_RECORD, WRONG_PARTITION -> 8;
          });
    }
    return times;
  }
}
