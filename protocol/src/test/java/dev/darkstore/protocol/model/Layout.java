package dev.darkstore.protocol.model;

/**
 * Where in a state's chars what is: each char is the number of a value, except for the ledgers and
 * the budget, which are packed.
 */
record Layout(int orders, int branches) {
  /** The coordinator's side of an order. */
  int side(int order) {
    return order;
  }

  /** The {@link Ledger} of an order. */
  int ledger(int order) {
    return orders + order;
  }

  /** A participant. */
  int site(int branch) {
    return 2 * orders + branch;
  }

  /** The commands on their way to a participant: one partition, whatever the order. */
  int commands(int branch) {
    return 2 * orders + branches + branch;
  }

  /** The commands that a participant has applied and will be given again. */
  int commandCopies(int branch) {
    return 2 * orders + 2 * branches + branch;
  }

  /**
   * The events of a branch about an order, on their way to the coordinator. One queue for each
   * order: when orders share a partition their events can only come in some of the orders in which
   * they come here.
   */
  int events(int branch, int order) {
    return 2 * orders + 3 * branches + branch * orders + order;
  }

  /** The events that the coordinator has read and will be given again. */
  int eventCopies(int branch, int order) {
    return events(branches, 0) + branch * orders + order;
  }

  /** What may still come from outside, as {@link Budget}. */
  int budget() {
    return eventCopies(branches, 0);
  }

  int width() {
    return budget() + 1;
  }
}
