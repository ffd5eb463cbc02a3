package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.load.TurnPlan.KneePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Search for the knee: the highest rate at which the last order has its outcome within a second.
 */
public final class Knee {
  private static final int HIGHEST_RATE = 100_000;
  private static final double DRAINED_MILLIS = 1_000;

  private Knee() {}

  /**
   * Runs rising rates up to the first that fails twice; a single failure may be due to other load.
   */
  public static List<LoadResult> climb(Driver driver, KneePlan plan) {
    List<LoadResult> staircase = new ArrayList<>();
    if (plan.factor().isEmpty()) {
      return staircase;
    }
    double rate = plan.first();
    while (rate <= HIGHEST_RATE) {
      LoadStep step = LoadStep.of((int) Math.round(rate), plan.stepSeconds());
      LoadResult load = driver.run(step);
      staircase.add(load);
      if (!isDrained(load)) {
        LoadResult again = driver.run(step);
        staircase.add(again);
        if (!isDrained(again)) {
          return staircase;
        }
      }
      rate *= plan.factor().getAsDouble();
    }
    return staircase;
  }

  public static Optional<Integer> highestDrained(List<LoadResult> staircase) {
    return staircase.stream()
        .filter(Knee::isDrained)
        .map(LoadResult::offeredPerSecond)
        .max(Integer::compare);
  }

  private static boolean isDrained(LoadResult load) {
    Completeness completeness = load.completeness();
    return completeness.placed() == completeness.orders() && load.drainMillis() <= DRAINED_MILLIS;
  }
}
