package dev.darkstore.benchmarks;

import dev.darkstore.benchmarks.TurnPlan.KneePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Floors and system in turns, with the services' default settings, on one broker.
 *
 * @param warmUp of all, before the first turn
 * @param audit of everything the system wrote, warm-up included; the floor has nothing to audit
 */
record Pairs(Machine machine, Profile profile, WarmUp warmUp, List<Pair> pairs, Verdict audit) {
  static final int LOW_RATE = 100;
  static final int HIGH_RATE = 1_000;

  private static final TurnPlan PLAN =
      new TurnPlan(
          TurnPlan.WARM_UP,
          List.of(Step.of(LOW_RATE, 20), Step.of(HIGH_RATE, 20)),
          new KneePlan(2_000, OptionalDouble.of(1.2), 5));

  /** Turns of both floors and of the system, one right after the other. */
  record Pair(Turn floor, Turn shortFloor, Turn system) {}

  Pairs {
    pairs = List.copyOf(pairs);
  }

  static Pairs measure(Path folder, int count) {
    try (Cluster system = Cluster.start(Profile.LATENCY, folder);
        Cluster floor = system.startFloor(Kind.FLOOR);
        Cluster shortFloor = system.startFloor(Kind.SHORT_FLOOR);
        Driver systemDriver = new Driver(system);
        Driver floorDriver = new Driver(floor);
        Driver shortFloorDriver = new Driver(shortFloor)) {
      systemDriver.open();
      floorDriver.open();
      shortFloorDriver.open();
      WarmUp warmUp = WarmUp.run(floorDriver, shortFloorDriver, systemDriver);
      List<Pair> pairs = new ArrayList<>();
      for (int pair = 0; pair < count; pair++) {
        Progress.say("pair %d of %d".formatted(pair + 1, count));
        pairs.add(
            new Pair(
                Turn.run(floorDriver, PLAN),
                Turn.run(shortFloorDriver, PLAN),
                Turn.run(systemDriver, PLAN)));
      }
      return new Pairs(Machine.here(), Profile.LATENCY, warmUp, pairs, Verdict.of(system));
    }
  }
}
