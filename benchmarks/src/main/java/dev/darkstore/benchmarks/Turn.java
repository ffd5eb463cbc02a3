package dev.darkstore.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one of the two, system or floor, showed in its turn: everything fresh, warm, and measured
 * alone on the machine.
 *
 * @param kind which of the two
 * @param measured by rate
 * @param kneePerSecond the highest rate whose last order had its outcome within a second, if it was
 *     looked for and found
 * @param staircase what led to it
 * @param audit of everything the system wrote, warm-up included; the floor has nothing to audit
 */
record Turn(
    Kind kind,
    String profile,
    double startSeconds,
    List<Measured> measured,
    Optional<Integer> kneePerSecond,
    List<LoadResult> staircase,
    Optional<Verdict> audit) {
  /** A load and what it wrote. */
  record Measured(LoadResult load, Traffic traffic) {}

  Turn {
    measured = List.copyOf(measured);
    staircase = List.copyOf(staircase);
  }

  static Turn run(Kind kind, Profile profile, TurnPlan plan, Path folder) {
    long startNanos = System.nanoTime();
    try (Cluster cluster = Cluster.start(kind, profile, folder);
        Driver driver = new Driver(cluster)) {
      double startSeconds = (System.nanoTime() - startNanos) / 1e9;
      driver.open();
      plan.warmUp().forEach(driver::run);
      List<Measured> measured = new ArrayList<>();
      for (Step step : plan.measured()) {
        measured.add(measure(cluster, driver, step));
      }
      List<LoadResult> staircase = Knee.climb(driver, plan.knee());
      Optional<Verdict> audit =
          kind == Kind.SYSTEM ? Optional.of(Verdict.of(cluster)) : Optional.empty();
      return new Turn(
          kind,
          profile.name(),
          startSeconds,
          measured,
          Knee.highestDrained(staircase),
          staircase,
          audit);
    }
  }

  /** Whether every order that was measured has exactly one outcome, and the audit is clean. */
  boolean complete() {
    return audit.map(Verdict::clean).orElse(true)
        && measured.stream().allMatch(m -> m.load().completeness().complete())
        && staircase.stream().allMatch(load -> load.completeness().complete());
  }

  LoadResult at(int ordersPerSecond) {
    return measuredAt(ordersPerSecond).load();
  }

  Measured measuredAt(int ordersPerSecond) {
    return measured.stream()
        .filter(m -> m.load().offeredPerSecond() == ordersPerSecond)
        .findFirst()
        .orElseThrow();
  }

  private static Measured measure(Cluster cluster, Driver driver, Step step) {
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
