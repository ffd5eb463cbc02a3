package dev.darkstore.chaos;

/**
 * Surroundings in which faults are injected.
 *
 * @param world the stores, zones and partitions
 * @param load the customers
 * @param ledger ledger of their orders
 * @param spy observer of the records that are written
 */
record Stage(World world, OrderLoad load, Ledger ledger, Spy spy) {

  /** Returns true if no record awaits its acknowledgement, and no order its outcome. */
  boolean isQuiet() {
    return load.inFlight() == 0 && ledger.open() == 0;
  }
}
