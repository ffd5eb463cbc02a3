package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.load.BenchmarkProgress;
import dev.darkstore.benchmarks.load.Driver;
import dev.darkstore.benchmarks.load.Knee;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.LoadStep;
import dev.darkstore.benchmarks.load.TurnPlan;
import dev.darkstore.benchmarks.load.Verdict;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Overload: orders at full rate on processes that have just started, and then a rate far above
 * capacity. The result is the outcome of the orders rather than their latency.
 *
 * @param cold orders on cold processes
 * @param afterCold lower rate right after it
 * @param overload twice the highest rate that drains, if one was found
 * @param afterOverload lower rate right after it
 */
public record Rush(
    Machine machine,
    MeasuredProfile profile,
    LoadResult cold,
    LoadResult afterCold,
    Optional<Integer> kneePerSecond,
    Optional<LoadResult> overload,
    Optional<LoadResult> afterOverload,
    Verdict audit) {
  private static final LoadStep COLD = LoadStep.of(1_000, 20);
  private static final LoadStep AFTER = LoadStep.of(100, 20);
  private static final TurnPlan.KneePlan CLIMB =
      new TurnPlan.KneePlan(1_000, OptionalDouble.of(1.3), 5);
  private static final int OVERLOAD_SECONDS = 30;

  public static Rush measure(Path folder) {
    BenchmarkProgress.print("rush");
    try (Cluster cluster = Cluster.start(MeasuredProfile.LATENCY, folder);
        Driver driver = new Driver(cluster)) {
      driver.open();
      LoadResult cold = driver.run(COLD);
      LoadResult afterCold = driver.run(AFTER);
      Optional<Integer> knee = Knee.highestDrained(Knee.climb(driver, CLIMB));
      Optional<LoadResult> overload =
          knee.map(rate -> driver.run(LoadStep.of(2 * rate, OVERLOAD_SECONDS)));
      Optional<LoadResult> afterOverload = overload.map(load -> driver.run(AFTER));
      return new Rush(
          Machine.here(),
          MeasuredProfile.LATENCY,
          cold,
          afterCold,
          knee,
          overload,
          afterOverload,
          Verdict.of(cluster));
    }
  }
}
