package dev.darkstore.console.view;

/**
 * A reservation's timer, as a bar on the timeline.
 *
 * @param fromMillis when the reservation was made
 * @param expiresAtMillis when it runs out, by the participant's clock
 * @param untilMillis when it ended, or {@link #OPEN}
 * @param end the event that ended it, or empty
 */
record Hold(long fromMillis, long expiresAtMillis, long untilMillis, String end) {
  static final long OPEN = -1;

  static Hold begun(long fromMillis, long expiresAtMillis) {
    return new Hold(fromMillis, expiresAtMillis, OPEN, "");
  }

  Hold ended(long atMillis, String by) {
    return untilMillis == OPEN ? new Hold(fromMillis, expiresAtMillis, atMillis, by) : this;
  }
}
