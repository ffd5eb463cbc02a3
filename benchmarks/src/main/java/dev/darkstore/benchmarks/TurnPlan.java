package dev.darkstore.benchmarks;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Loads of a turn.
 *
 * @param warmUp loads that are not measured
 * @param measured loads that are measured
 * @param knee search for the highest rate, if it is looked for
 */
record TurnPlan(List<Step> warmUp, List<Step> measured, KneePlan knee) {
  /** Twenty seconds, for processes that are warm but have just been idle. */
  static final List<Step> WARM_UP = List.of(Step.of(100, 4), Step.of(500, 6), Step.of(1000, 10));

  TurnPlan {
    warmUp = List.copyOf(warmUp);
    measured = List.copyOf(measured);
  }

  /**
   * A staircase of rates.
   *
   * @param first the lowest rate
   * @param factor from each rate to the next; none, if no knee is looked for
   * @param stepSeconds how long each rate lasts
   */
  record KneePlan(int first, OptionalDouble factor, int stepSeconds) {
    static final KneePlan NONE = new KneePlan(0, OptionalDouble.empty(), 0);
  }
}
