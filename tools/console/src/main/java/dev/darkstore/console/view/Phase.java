package dev.darkstore.console.view;

/** Phase of an order, as far as the topics show. */
enum Phase {
  /** PlaceOrder was sent; no event of the coordinator was read yet. */
  SENT,
  /** Reserve was sent to the branches. */
  RESERVING,
  /** Commit was sent to the branches. */
  COMMITTING,
  /** Goods and agent are assigned to the order. */
  PLACED,
  /** The order is rejected; a branch has not confirmed yet that it holds nothing any more. */
  RELEASING,
  /** The order is rejected, and nothing is held. */
  REJECTED,
  /** The order was not accepted, and is a dead letter. */
  DEAD_LETTER;

  /** Returns true if the order is completed. */
  boolean isOver() {
    return switch (this) {
      case PLACED, REJECTED, DEAD_LETTER -> true;
      case SENT, RESERVING, COMMITTING, RELEASING -> false;
    };
  }
}
