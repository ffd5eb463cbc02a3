package dev.darkstore.protocol;

/** What the coordinator tells a branch. */
public sealed interface BranchCommand {

  /**
   * Take what the order needs, tell nobody, hold it for a while.
   *
   * @param order the whole order; a participant reads from it what it needs
   * @param holdMillis how long to hold, counted by the participant from when it applies this; a
   *     duration, so that no two clocks are ever compared
   */
  record Reserve(Order order, long holdMillis) implements BranchCommand {}

  /**
   * Make the reservation final.
   *
   * @param attempt 1 for the first; for people who read the log
   */
  record Commit(int attempt) implements BranchCommand {}

  /**
   * Give back whatever is held or assigned.
   *
   * @param attempt 1 for the first; for people who read the log
   */
  record Release(int attempt) implements BranchCommand {}
}
