package dev.darkstore.model;

import java.util.BitSet;
import java.util.Optional;

/**
 * The steps that the services make by themselves, as a graph over the states' numbers: from where
 * can a quiet end be reached? A quiet end is a state from which none of these steps leads away.
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

  /** Returns true if the state that was begun last leads anywhere. */
  boolean endState() {
    return targets.size() > firstTargets.get(firstTargets.size() - 1);
  }

  /**
   * The first state from which no quiet end can be reached. Steps mostly lead to states that were
   * found later, so going over the states backwards a few times reaches the fixed point.
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

  /** Where one of the steps from a state leads, the same one whenever it is asked. */
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
