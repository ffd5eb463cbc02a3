package dev.darkstore.console.view;

/**
 * Hold of a reservation, shown as a bar on the timeline.
 *
 * @param fromMillis beginning of the reservation
 * @param expiresAtMillis expiry, by the participant's clock
 * @param untilMillis end, or {@link #OPEN}
 * @param end event that ended it, or empty
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
