package dev.darkstore.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Result of exploring a world.
 *
 * @param states number of distinct states, or of those visited before the finding
 * @param transitions number of steps between them
 * @param depth distance of the farthest state from the start
 * @param millis duration of the exploration
 * @param bytes memory that the states and the steps between them take
 * @param quietEnds descriptions of all quiet ends
 * @param finding violation, if any
 */
record Exploration(
    int states,
    long transitions,
    int depth,
    long millis,
    long bytes,
    Set<String> quietEnds,
    Optional<Finding> finding) {

  Exploration {
    quietEnds = Set.copyOf(quietEnds);
  }

  /** Violation with a shortest run that leads to it. */
  record Finding(Violation violation, List<Step> run) {
    Finding {
      run = List.copyOf(run);
    }
  }

  @Override
  public String toString() {
    return "%,d states, %,d transitions, depth %d, %d quiet ends, %.1f s, %d MB: %s"
        .formatted(
            states,
            transitions,
            depth,
            quietEnds.size(),
            millis / 1000.0,
            bytes >> 20,
            finding.map(f -> f.violation().toString()).orElse("no violation"));
  }
}
