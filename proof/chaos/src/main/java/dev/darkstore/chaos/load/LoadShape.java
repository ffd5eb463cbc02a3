package dev.darkstore.chaos.load;

/**
 * Amount of load.
 *
 * @param partitions number of partitions of every topic
 * @param ordersPerSecond rate of new orders, independent of their outcomes
 * @param openMax maximum number of undecided orders; beyond it customers wait
 */
public record LoadShape(int partitions, int ordersPerSecond, int openMax) {

  /** Long form: a partition for each process that a service is scaled to; backlogs build up. */
  public static final LoadShape LONG = new LoadShape(3, 30, 3_000);

  /**
   * Short form. On a busy machine a backlog could grow until every order times out, so the number
   * of undecided orders is small.
   */
  public static final LoadShape SHORT = new LoadShape(2, 30, 100);
}
