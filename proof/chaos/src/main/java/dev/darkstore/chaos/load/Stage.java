package dev.darkstore.chaos.load;

/**
 * Environment in which faults are injected.
 *
 * @param world stores, zones and partitions
 * @param load load of the customers
 * @param ledger ledger of their orders
 * @param watch observer of the records that are written
 * @param outages times of outcomes, by partition
 */
public record Stage(
    RunFixture world,
    OrderLoad load,
    OutcomeLedger ledger,
    RecordWatch watch,
    OutageMeter outages) {

  /** Returns true if no record awaits its acknowledgement, and no order its outcome. */
  public boolean isQuiet() {
    return load.inFlight() == 0 && ledger.open() == 0;
  }
}
