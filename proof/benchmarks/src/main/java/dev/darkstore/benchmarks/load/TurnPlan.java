package dev.darkstore.benchmarks.load;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Loads of a turn.
 *
 * @param warmUp loads that are not measured
 * @param measured loads that are measured
 * @param knee search for the highest rate, or none
 */
public record TurnPlan(List<LoadStep> warmUp, List<LoadStep> measured, KneePlan knee) {
  /** Twenty seconds of load, for processes that are warm but were idle. */
  public static final List<LoadStep> WARM_UP =
      List.of(LoadStep.of(100, 4), LoadStep.of(500, 6), LoadStep.of(1000, 10));

  public TurnPlan {
    warmUp = List.copyOf(warmUp);
    measured = List.copyOf(measured);
  }

  /**
   * Staircase of rates.
   *
   * @param first lowest rate
   * @param factor factor between successive rates; empty if no knee is searched for
   * @param stepSeconds duration of each rate
   */
  public record KneePlan(int first, OptionalDouble factor, int stepSeconds) {
    public static final KneePlan NONE = new KneePlan(0, OptionalDouble.empty(), 0);
  }
}
