package dev.darkstore.benchmarks;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * More than the services can do at the moment: orders at full rate on processes that have just
 * started, and then far more than they can do at all. Latency says little here; what counts is what
 * becomes of the orders.
 *
 * @param cold orders on cold processes
 * @param afterCold a lower rate right after it
 * @param overload twice the highest rate that drains, if there is one
 * @param afterOverload a lower rate right after it
 */
record Rush(
    Machine machine,
    Profile profile,
    LoadResult cold,
    LoadResult afterCold,
    Optional<Integer> kneePerSecond,
    Optional<LoadResult> overload,
    Optional<LoadResult> afterOverload,
    Verdict audit) {
  private static final Step COLD = Step.of(1_000, 20);
  private static final Step AFTER = Step.of(100, 20);
  private static final TurnPlan.KneePlan CLIMB =
      new TurnPlan.KneePlan(1_000, OptionalDouble.of(1.3), 5);
  private static final int OVERLOAD_SECONDS = 30;

  static Rush measure(Path folder) {
    Progress.say("rush");
    try (Cluster cluster = Cluster.start(Profile.LATENCY, folder);
        Driver driver = new Driver(cluster)) {
      driver.open();
      LoadResult cold = driver.run(COLD);
      LoadResult afterCold = driver.run(AFTER);
      Optional<Integer> knee = Knee.highestDrained(Knee.climb(driver, CLIMB));
      Optional<LoadResult> overload =
          knee.map(rate -> driver.run(Step.of(2 * rate, OVERLOAD_SECONDS)));
      Optional<LoadResult> afterOverload = overload.map(load -> driver.run(AFTER));
      return new Rush(
          Machine.here(),
          Profile.LATENCY,
          cold,
          afterCold,
          knee,
          overload,
          afterOverload,
          Verdict.of(cluster));
    }
  }
}
