package dev.darkstore.benchmarks;

/**
 * What became of the orders.
 *
 * @param orders how many were acknowledged by the broker
 * @param received how many customers were told that their order was received
 * @param missing how many have no outcome
 * @param repeated how many outcomes came again
 */
record Completeness(int orders, int received, int placed, int rejected, int missing, int repeated) {

  /** Whether every order has exactly one outcome. */
  boolean complete() {
    return missing == 0 && repeated == 0 && placed + rejected == orders;
  }
}
