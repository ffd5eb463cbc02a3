package dev.darkstore.model;

/** Remaining numbers of limited events, packed into a char. */
enum Budget {
  REPEATS,
  PHANTOMS,
  LOSSES,
  OFFLINES,
  ARRIVALS;

  private static final int BITS = 3;

  static char of(Bounds bounds) {
    return (char)
        (bounds.repeats() << REPEATS.shift()
            | bounds.phantoms() << PHANTOMS.shift()
            | bounds.losses() << LOSSES.shift()
            | bounds.offlines() << OFFLINES.shift()
            | bounds.arrivals() << ARRIVALS.shift());
  }

  boolean isLeft(char budget) {
    return (budget >> shift() & Bounds.MAX) > 0;
  }

  char spend(char budget) {
    return (char) (budget - (1 << shift()));
  }

  private int shift() {
    return ordinal() * BITS;
  }
}
