package dev.darkstore.model;

import dev.darkstore.protocol.BranchCommand;

/**
 * Layout of a state's chars: each char is the number of a value, except for the notes and the
 * budget, which are packed.
 */
record Layout(int orders, int branches, int topics) {
  static Layout of(ModelWorld world) {
    return new Layout(
        world.orders().size(), world.participations().size(), world.releasesApart() ? 2 : 1);
  }

  /** Returns the position of the coordinator's side of an order. */
  int side(int order) {
    return order;
  }

  /** Returns the position of the {@link OrderNotes} of an order. */
  int ledger(int order) {
    return orders + order;
  }

  /** Returns the position of a participant. */
  int site(int branch) {
    return 2 * orders + branch;
  }

  /**
   * Returns the position of the commands of a topic in flight to a participant: one partition for
   * all orders.
   */
  int commands(int branch, int topic) {
    return 2 * orders + branches + branch * topics + topic;
  }

  /** Returns the position of the commands that a participant has applied and will receive again. */
  int commandCopies(int branch, int topic) {
    return commands(branches, 0) + branch * topics + topic;
  }

  /** Returns the topic of a command. */
  int topicOf(BranchCommand command) {
    boolean request =
        command instanceof BranchCommand.Reserve || command instanceof BranchCommand.Commit;
    return request ? 0 : topics - 1;
  }

  /**
   * Returns the position of the events of a branch about an order, in flight to the coordinator.
   * One queue for each order: for orders that share a partition only some of these interleavings
   * are possible.
   */
  int events(int branch, int order) {
    return commandCopies(branches, 0) + branch * orders + order;
  }

  /** Returns the position of the events that the coordinator has read and will receive again. */
  int eventCopies(int branch, int order) {
    return events(branches, 0) + branch * orders + order;
  }

  /** Returns the position of the {@link Budget}, the remaining external events. */
  int budget() {
    return eventCopies(branches, 0);
  }

  int width() {
    return budget() + 1;
  }
}
