package dev.darkstore.audit;

/** How late reservations ran out. */
final class Lateness {
  private long maxMillis;
  private long count;

  void add(long millis) {
    maxMillis = Math.max(maxMillis, millis);
    count++;
  }

  /** 0 if none ran out. */
  long maxMillis() {
    return maxMillis;
  }

  /** How many ran out. */
  long count() {
    return count;
  }
}
