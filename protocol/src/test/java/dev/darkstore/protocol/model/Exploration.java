package dev.darkstore.protocol.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was found in a world.
 *
 * @param states how many different states there are, or were seen before the finding
 * @param transitions how many steps between them
 * @param depth how many steps the state that is furthest away is from the start
 * @param millis how long it took
 * @param bytes how much the states and the steps between them take
 * @param quietEnds all ways in which it can end
 * @param finding what is wrong, if anything is
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
