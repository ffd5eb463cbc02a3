package dev.darkstore.audit.order;

/** How late reservations ran out. */
public final class Lateness {
  private long maxMillis;
  private long count;

  void add(long millis) {
    maxMillis = Math.max(maxMillis, millis);
    count++;
  }

  /** 0 if none ran out. */
  public long maxMillis() {
    return maxMillis;
  }

  /** How many ran out. */
  public long count() {
    return count;
  }
}
