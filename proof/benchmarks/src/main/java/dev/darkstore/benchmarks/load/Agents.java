package dev.darkstore.benchmarks.load;

/** Where the agents of a run come from. */
public enum Agents {
  /**
   * One comes online for each order, before the order's phase begins: nothing of it is measured.
   */
  ONE_PER_ORDER,
  /** A fixed number that the driver, as the agents' app, sets free when the order is placed. */
  POOL
}
