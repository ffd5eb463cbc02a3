package dev.darkstore.benchmarks.load;

/**
 * Counts of orders and their outcomes.
 *
 * @param orders number of orders acknowledged by the broker
 * @param received number of orders with an OrderReceived
 * @param missing number of orders without an outcome
 * @param repeated number of repeated outcomes
 */
public record Completeness(
    int orders, int received, int placed, int rejected, int missing, int repeated) {

  /** Returns true if every order has exactly one outcome. */
  public boolean complete() {
    return missing == 0 && repeated == 0 && placed + rejected == orders;
  }
}
