package dev.darkstore.benchmarks.load;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Loads of a turn.
 *
 * @param warmUp loads that are not measured
 * @param measured loads that are measured
 * @param knee search for the highest rate, if it is looked for
 */
public record TurnPlan(List<LoadStep> warmUp, List<LoadStep> measured, KneePlan knee) {
  /** Twenty seconds, for processes that are warm but have just been idle. */
  public static final List<LoadStep> WARM_UP =
      List.of(LoadStep.of(100, 4), LoadStep.of(500, 6), LoadStep.of(1000, 10));

  public TurnPlan {
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
  public record KneePlan(int first, OptionalDouble factor, int stepSeconds) {
    public static final KneePlan NONE = new KneePlan(0, OptionalDouble.empty(), 0);
  }
}
