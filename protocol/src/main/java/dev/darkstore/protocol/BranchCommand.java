package dev.darkstore.protocol;

/** Command of the coordinator to a branch. */
public sealed interface BranchCommand {

  /**
   * Requests a reservation of everything the order needs; the participant publishes it to nobody
   * but the coordinator.
   *
   * @param outdated true if the record was written longer ago than outcomes are remembered: an
   *     earlier answer to it may be forgotten, so it must not take anything
   */
  record Reserve(Order order, long holdMillis, boolean outdated) implements BranchCommand {
    /** Creates a request that is not outdated. */
    public Reserve(Order order, long holdMillis) {
      this(order, holdMillis, false);
    }
  }

  /**
   * Make the reservation final.
   *
   * @param attempt 1 for the first; for people who read the log
   */
  record Commit(int attempt) implements BranchCommand {}

  /**
   * Gives back everything that is held or assigned.
   *
   * @param attempt 1 for the first; for people who read the log
   */
  record Release(int attempt) implements BranchCommand {}

  /**
   * Note that the order is placed: its assignment can no longer be released, so the participant may
   * forget it after the retention. Not answered.
   */
  record Settle() implements BranchCommand {}
}
