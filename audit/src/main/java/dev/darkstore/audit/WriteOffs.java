package dev.darkstore.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The supply records whose fate does not follow from themselves, and the dead letters on them. */
final class WriteOffs {
  private final DeadLetterBook letters;
  private final Map<Position, Fate> open = new HashMap<>();
  private final List<Doubt> doubts = new ArrayList<>();

  WriteOffs(DeadLetterBook letters) {
    this.letters = letters;
  }

  /** A record was read whose fate is not known, unless a dead letter was read before it. */
  Fate add(Fate fate) {
    if (letters.takeEarly(fate.position())) {
      fate.settle(Fate.State.VOID);
    } else {
      open.put(fate.position(), fate);
    }
    return fate;
  }

  /** Whether a dead letter is about a record that is known here; then it is settled. */
  boolean settleByLetter(Position position) {
    Fate fate = open.remove(position);
    if (fate == null) {
      return false;
    }
    fate.settle(Fate.State.VOID);
    return true;
  }

  /** A change adds up in more than one way. */
  void add(Doubt doubt) {
    doubts.add(doubt);
  }

  /**
   * Resolves doubts about changes that were decided before this time: the dead letters from before
   * it were read.
   */
  void resolve(long beforeMillis) {
    doubts.removeIf(
        doubt -> {
          boolean isDue = doubt.isSettled() || doubt.change().decidedAtMillis() < beforeMillis;
          if (isDue) {
            doubt.resolve(this);
          }
          return isDue;
        });
  }

  /** A change showed whether the record counted. */
  void settle(Fate fate, Fate.State state) {
    fate.settle(state);
    open.remove(fate.position());
    if (state == Fate.State.VOID) {
      if (fate.isLetterDue()) {
        letters.expect(
            fate.position(), fate.timestampMillis(), "the write-off exceeds what there was");
      } else {
        letters.allow(fate.position(), fate.timestampMillis());
      }
    }
  }
}
