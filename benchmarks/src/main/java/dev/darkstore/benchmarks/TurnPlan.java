package dev.darkstore.benchmarks;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What is done in a turn.
 *
 * @param warmUp what is not measured
 * @param measured what is
 * @param knee how the highest rate is looked for, if it is
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
