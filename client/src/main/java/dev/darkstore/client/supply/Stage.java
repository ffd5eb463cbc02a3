package dev.darkstore.client.supply;

/**
 * Place of a unit's state in its history. Reservations number their changes, supply its records,
 * and each names the last of the other that came before it: so of two states that were read in any
 * interleaving the later one is known.
 *
 * @param change how often reservations have changed the unit, or an agent has entered or left
 * @param supplyOffset offset of the last supply record that was applied to it, or -1
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
