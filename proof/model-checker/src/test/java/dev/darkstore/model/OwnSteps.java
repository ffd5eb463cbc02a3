package dev.darkstore.model;

import java.util.BitSet;
import java.util.Optional;

/**
 * Graph of the steps that services make without external events, to find the states from which a
 * quiet end can be reached. A quiet end is a state without such steps.
 */
final class OwnSteps {
  private final IntList firstTargets = new IntList();
  private final IntList targets = new IntList();

  void beginState() {
    firstTargets.add(targets.size());
  }

  void add(int target) {
    targets.add(target);
  }

  /** Returns true if the last added state has an outgoing step. */
  boolean endState() {
    return targets.size() > firstTargets.get(firstTargets.size() - 1);
  }

  /**
   * Returns the first state from which no quiet end can be reached. Steps mostly lead to states
   * found later, so a few backward passes over the states reach the fixed point.
   */
  Optional<Integer> firstStuck() {
    int states = firstTargets.size();
    BitSet reaching = new BitSet(states);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int state = states - 1; state >= 0; state--) {
        if (!reaching.get(state) && leadsTo(reaching, state)) {
          reaching.set(state);
          changed = true;
        }
      }
    }
    int stuck = reaching.nextClearBit(0);
    return stuck < states ? Optional.of(stuck) : Optional.empty();
  }

  /** Returns the target of a step; constant for a step. */
  int next(int state) {
    return targets.get(firstTargets.get(state));
  }

  long bytes() {
    return firstTargets.bytes() + targets.bytes();
  }

  private boolean leadsTo(BitSet reaching, int state) {
    int first = firstTargets.get(state);
    int last = state + 1 < firstTargets.size() ? firstTargets.get(state + 1) : targets.size();
    for (int i = first; i < last; i++) {
      if (reaching.get(targets.get(i))) {
        return true;
      }
    }
    return first == last;
  }
}
