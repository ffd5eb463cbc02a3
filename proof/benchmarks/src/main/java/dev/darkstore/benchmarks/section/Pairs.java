package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Kind;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.load.BenchmarkProgress;
import dev.darkstore.benchmarks.load.Driver;
import dev.darkstore.benchmarks.load.LoadStep;
import dev.darkstore.benchmarks.load.Turn;
import dev.darkstore.benchmarks.load.TurnPlan;
import dev.darkstore.benchmarks.load.TurnPlan.KneePlan;
import dev.darkstore.benchmarks.load.Verdict;
import dev.darkstore.benchmarks.load.WarmUp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Floors and system in turns, with the services' default settings, on one broker.
 *
 * @param warmUp warm-up of all, before the first turn
 * @param audit audit of all records of the system, warm-up included; the floor is not audited
 */
public record Pairs(
    Machine machine, MeasuredProfile profile, WarmUp warmUp, List<Pair> pairs, Verdict audit) {
  public static final int LOW_RATE = 100;
  public static final int HIGH_RATE = 1_000;

  private static final TurnPlan PLAN =
      new TurnPlan(
          TurnPlan.WARM_UP,
          List.of(LoadStep.of(LOW_RATE, 20), LoadStep.of(HIGH_RATE, 20)),
          new KneePlan(2_000, OptionalDouble.of(1.2), 5));

  /** Turns of both floors and of the system in direct succession. */
  public record Pair(Turn floor, Turn shortFloor, Turn system) {}

  public Pairs {
    pairs = List.copyOf(pairs);
  }

  public static Pairs measure(Path folder, int count) {
    try (Cluster system = Cluster.start(MeasuredProfile.LATENCY, folder);
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
        BenchmarkProgress.print("pair %d of %d".formatted(pair + 1, count));
        pairs.add(
            new Pair(
                Turn.run(floorDriver, PLAN),
                Turn.run(shortFloorDriver, PLAN),
                Turn.run(systemDriver, PLAN)));
      }
      return new Pairs(Machine.here(), MeasuredProfile.LATENCY, warmUp, pairs, Verdict.of(system));
    }
  }
}
