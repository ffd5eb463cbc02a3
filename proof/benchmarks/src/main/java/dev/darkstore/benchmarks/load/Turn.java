package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Kind;
import dev.darkstore.benchmarks.cluster.LogEnds;
import dev.darkstore.benchmarks.cluster.LogTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Results of the system or of a floor in its turn, while the others were idle.
 *
 * @param kind the system or the floor
 * @param measured results, by rate
 * @param kneePerSecond highest rate whose last order had its outcome within a second, if it was
 *     searched for and found
 * @param staircase results of the loads of that search
 */
public record Turn(
    Kind kind,
    List<Measured> measured,
    Optional<Integer> kneePerSecond,
    List<LoadResult> staircase) {
  /** Result of a load and its traffic. */
  public record Measured(LoadResult load, Traffic traffic) {}

  public Turn {
    measured = List.copyOf(measured);
    staircase = List.copyOf(staircase);
  }

  public static Turn run(Driver driver, TurnPlan plan) {
    plan.warmUp().forEach(driver::run);
    List<Measured> measured = new ArrayList<>();
    for (LoadStep step : plan.measured()) {
      measured.add(measure(driver, step));
    }
    List<LoadResult> staircase = Knee.climb(driver, plan.knee());
    return new Turn(driver.cluster().kind(), measured, Knee.highestDrained(staircase), staircase);
  }

  /** Returns true if every measured order has exactly one outcome. */
  public boolean complete() {
    return measured.stream().allMatch(m -> m.load().completeness().complete())
        && staircase.stream().allMatch(load -> load.completeness().complete());
  }

  public LoadResult at(int ordersPerSecond) {
    return measuredAt(ordersPerSecond).load();
  }

  public Measured measuredAt(int ordersPerSecond) {
    return measured.stream()
        .filter(m -> m.load().offeredPerSecond() == ordersPerSecond)
        .findFirst()
        .orElseThrow();
  }

  /** Runs a step of load and counts the records that it writes. */
  public static Measured measure(Driver driver, LoadStep step) {
    Cluster cluster = driver.cluster();
    driver.prepare(step);
    LogEnds before = cluster.awaitQuiet();
    LoadResult load = driver.runPrepared();
    LogEnds after = cluster.awaitQuiet();
    LogTally tally = LogTally.between(before, after, cluster.bootstrapServers());
    return new Measured(
        load,
        Traffic.of(
            tally, before, after, load.completeness().orders(), step.length().toMillis() / 1000.0));
  }
}
