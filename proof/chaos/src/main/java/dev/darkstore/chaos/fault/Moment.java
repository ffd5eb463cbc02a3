package dev.darkstore.chaos.fault;

/** Moment of the protocol at which a process is killed. */
enum Moment {
  /** No order is in flight. */
  IDLE("idle"),
  /**
   * Reserve, or the vote in reply, was sent ahead of a commit that is still pending; or the reply
   * is written but not committed, or committed but not read.
   */
  MID_RESERVATION("mid-reservation"),
  /** As above, for Commit and its reply. */
  MID_COMMIT("mid-commit"),
  /** Many timers have expired, and the first of them was just handled. */
  MID_PUNCTUATION("mid-punctuation");

  private final String label;

  Moment(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
