package dev.darkstore.benchmarks;

import dev.darkstore.benchmarks.TurnPlan.KneePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How many orders a second can be kept up for a minute, with settings for throughput. */
record Sustained(Machine machine, Profile profile, List<Attempt> attempts) {
  private static final KneePlan CLIMB = new KneePlan(2_000, OptionalDouble.of(1.2), 8);
  private static final int SECONDS = 60;
  private static final double P99_MILLIS = 1_000;
  private static final double LESS = 0.9;
  private static final int MINUTES_MAX = 5;

  /**
   * One attempt on a fresh cluster.
   *
   * @param staircase how the rate was found from which the minutes start
   * @param minutes at falling rates, until one has its p99 within a second
   * @param best that one
   */
  record Attempt(
      List<LoadResult> staircase,
      List<LoadResult> minutes,
      Optional<LoadResult> best,
      Verdict audit) {}

  Sustained {
    attempts = List.copyOf(attempts);
  }

  static Sustained measure(Path folder, int count) {
    List<Attempt> attempts = new ArrayList<>();
    for (int attempt = 0; attempt < count; attempt++) {
      Progress.say("sustained throughput, %d of %d".formatted(attempt + 1, count));
      attempts.add(attempt(folder));
    }
    return new Sustained(Machine.here(), Profile.THROUGHPUT, attempts);
  }

  private static Attempt attempt(Path folder) {
    try (Cluster cluster = Cluster.start(Kind.SYSTEM, Profile.THROUGHPUT, folder);
        Driver driver = new Driver(cluster)) {
      driver.open();
      TurnPlan.WARM_UP.forEach(driver::run);
      List<LoadResult> staircase = Knee.climb(driver, CLIMB);
      List<LoadResult> minutes = new ArrayList<>();
      double rate = Knee.highestDrained(staircase).orElse(CLIMB.first());
      Optional<LoadResult> best = Optional.empty();
      while (best.isEmpty() && minutes.size() < MINUTES_MAX) {
        LoadResult minute = driver.run(Step.of((int) rate, SECONDS));
        minutes.add(minute);
        if (isKeptUp(minute)) {
          best = Optional.of(minute);
        }
        rate *= LESS;
      }
      return new Attempt(staircase, minutes, best, Verdict.of(cluster));
    }
  }

  private static boolean isKeptUp(LoadResult minute) {
    Completeness completeness = minute.completeness();
    return completeness.placed() == completeness.orders()
        && minute.latency().p99Millis() <= P99_MILLIS;
  }
}
