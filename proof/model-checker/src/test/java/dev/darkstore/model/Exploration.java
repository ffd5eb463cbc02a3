package dev.darkstore.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Result of exploring a world.
 *
 * @param states number of different states, or of those seen before the finding
 * @param transitions number of steps between them
 * @param depth number of steps from the start to the state furthest away
 * @param millis duration of the exploration
 * @param bytes memory that the states and the steps between them take
 * @param quietEnds all quiet ends that were reached, in words
 * @param finding violation that was found, if any
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

  /** A violation, and a shortest run that leads to it. */
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
            finding.map(f -> f.violation().toString()).orElse("nothing wrong"));
  }
}
