package dev.darkstore.model;

import dev.darkstore.protocol.BranchCommand;

/**
 * Where in a state's chars what is: each char is the number of a value, except for the ledgers and
 * the budget, which are packed.
 */
record Layout(int orders, int branches, int topics) {
  static Layout of(ModelWorld world) {
    return new Layout(
        world.orders().size(), world.participations().size(), world.releasesApart() ? 2 : 1);
  }

  /** The coordinator's side of an order. */
  int side(int order) {
    return order;
  }

  /** The {@link OrderNotes} of an order. */
  int ledger(int order) {
    return orders + order;
  }

  /** A participant. */
  int site(int branch) {
    return 2 * orders + branch;
  }

  /** Commands of a topic on their way to a participant: one partition, whatever the order. */
  int commands(int branch, int topic) {
    return 2 * orders + branches + branch * topics + topic;
  }

  /** Commands of a topic that a participant has applied and will be given again. */
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
   * The events of a branch about an order, on their way to the coordinator. One queue for each
   * order: when orders share a partition their events can only come in some of the orders in which
   * they come here.
   */
  int events(int branch, int order) {
    return commandCopies(branches, 0) + branch * orders + order;
  }

  /** The events that the coordinator has read and will be given again. */
  int eventCopies(int branch, int order) {
    return events(branches, 0) + branch * orders + order;
  }

  /** Returns the place of the {@link Budget}: how much may still come from outside. */
  int budget() {
    return eventCopies(branches, 0);
  }

  int width() {
    return budget() + 1;
  }
}
