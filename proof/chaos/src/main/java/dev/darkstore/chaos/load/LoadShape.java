package dev.darkstore.chaos.load;

/**
 * How much there is to do.
 *
 * @param partitions how many every topic has
 * @param ordersPerSecond how many orders come, whatever becomes of them
 * @param openMax with so many orders undecided, customers wait
 */
public record LoadShape(int partitions, int ordersPerSecond, int openMax) {

  /** A partition for each of the processes that a service is scaled to; an outage piles up. */
  public static final LoadShape LONG = new LoadShape(3, 30, 3_000);

  /**
   * On a machine that is busy with other things as well, orders that nobody gets to in time would
   * keep those that come after them waiting until nothing is in time any more: so they do not come.
   */
  public static final LoadShape SHORT = new LoadShape(2, 30, 100);
}
