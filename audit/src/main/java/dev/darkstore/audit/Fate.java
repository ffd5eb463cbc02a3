package dev.darkstore.audit;

/**
 * What became of a supply record of which the record alone does not tell: a write-off is refused if
 * the store has too little at that moment, and an update is ignored if it is a repeat that is still
 * remembered. Shared by all skus that the record names, since it counts whole or not at all.
 */
final class Fate {
  /** What is known of it. */
  enum State {
    /** Not known yet: the next change of one of its skus shows it, or a dead letter does. */
    OPEN,
    /** It counted. */
    EFFECTIVE,
    /** It did not count. */
    VOID
  }

  private final Position position;
  private final long timestampMillis;
  private final boolean repeat;
  private final boolean letterDue;
  private State state = State.OPEN;

  private Fate(Position position, long timestampMillis, boolean repeat, boolean letterDue) {
    this.position = position;
    this.timestampMillis = timestampMillis;
    this.repeat = repeat;
    this.letterDue = letterDue;
  }

  /** Of a write-off: if it does not count, it must be in the dead letters. */
  static Fate ofWriteOff(Position position, long timestampMillis) {
    return new Fate(position, timestampMillis, false, true);
  }

  /**
   * Of an update whose id was used before.
   *
   * @param forgotten whether that is so long ago that it may count again
   */
  static Fate ofRepeat(Position position, long timestampMillis, boolean forgotten) {
    return new Fate(position, timestampMillis, !forgotten, false);
  }

  Position position() {
    return position;
  }

  long timestampMillis() {
    return timestampMillis;
  }

  /** Whether it should not count, unless its first occurrence did not. */
  boolean isRepeat() {
    return repeat;
  }

  /** Whether it has to be in the dead letters if it did not count. */
  boolean isLetterDue() {
    return letterDue;
  }

  State state() {
    return state;
  }

  void settle(State known) {
    state = known;
  }
}
