package dev.darkstore.audit;

/**
 * A line of a supply record.
 *
 * @param offset the record
 * @param quantity what came; negative if it was written off
 * @param fate null if it counts for certain
 */
record SkuSupply(long offset, long quantity, Fate fate) {
  boolean isOpen() {
    return fate != null && fate.state() == Fate.State.OPEN;
  }

  boolean isEffective() {
    return fate == null || fate.state() == Fate.State.EFFECTIVE;
  }
}
