package dev.darkstore.console.view;

/** Where an order stands, as far as the topics tell. */
enum Phase {
  /** The customer has sent it; the coordinator has said nothing of it yet. */
  SENT,
  /** The branches were asked to reserve. */
  RESERVING,
  /** The branches were told to commit. */
  COMMITTING,
  /** Goods and agent are the order's. */
  PLACED,
  /** The customer was told no; a branch has yet to say that it holds nothing any more. */
  RELEASING,
  /** The customer was told no, and nothing is held. */
  REJECTED,
  /** It could not be taken up, and lies among the dead letters. */
  DEAD_LETTER;

  /** Returns true if nothing more has to happen. */
  boolean isOver() {
    return switch (this) {
      case PLACED, REJECTED, DEAD_LETTER -> true;
      case SENT, RESERVING, COMMITTING, RELEASING -> false;
    };
  }
}
