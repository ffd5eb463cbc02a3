package dev.darkstore.chaos.fault;

/** Moment of the protocol at which a process is killed. */
enum Moment {
  /** No order is in flight. */
  IDLE("idle"),
  /**
   * Reserve, or the vote that answers it, was sent ahead of the commit that decides it, which is
   * still to come; or the answer is written and not yet committed, or committed and not read.
   */
  MID_RESERVATION("mid-reservation"),
  /** As above, for Commit and its answer. */
  MID_COMMIT("mid-commit"),
  /** Timers have run out in number, and the first of them has just been handled. */
  MID_PUNCTUATION("mid-punctuation");

  private final String label;

  Moment(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
