package dev.darkstore.chaos;

/**
 * What goes on while faults are injected.
 *
 * @param world the stores, zones and partitions
 * @param load the customers
 * @param ledger what became of their orders
 * @param spy sees what is written
 */
record Stage(World world, OrderLoad load, Ledger ledger, Spy spy) {

  /** Whether nothing is on its way and every order has its outcome. */
  boolean isQuiet() {
    return load.inFlight() == 0 && ledger.open() == 0;
  }
}
