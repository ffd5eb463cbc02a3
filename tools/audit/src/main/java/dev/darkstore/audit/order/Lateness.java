package dev.darkstore.audit.order;

/** Lateness of expired reservations. */
public final class Lateness {
  private long maxMillis;
  private long count;

  void add(long millis) {
    maxMillis = Math.max(maxMillis, millis);
    count++;
  }

  /** Returns the maximum lateness; 0 if none expired. */
  public long maxMillis() {
    return maxMillis;
  }

  /** Returns the number of expired reservations. */
  public long count() {
    return count;
  }
}
