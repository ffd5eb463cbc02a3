package dev.darkstore.client.supply;

/**
 * Position of a unit's state in its history. Reservations number their changes, supply numbers its
 * records, and each refers to the last of the other: so of two states, read in any interleaving,
 * the later one is known.
 *
 * @param change number of changes of the unit by reservations, entering and leaving
 * @param supplyOffset offset of the last supply record applied to it, or -1
 */
record Stage(long change, long supplyOffset) implements Comparable<Stage> {
  static final Stage NONE = new Stage(-1, -1);

  @Override
  public int compareTo(Stage other) {
    return change != other.change
        ? Long.compare(change, other.change)
        : Long.compare(supplyOffset, other.supplyOffset);
  }

  boolean isAfter(Stage other) {
    return compareTo(other) > 0;
  }
}
