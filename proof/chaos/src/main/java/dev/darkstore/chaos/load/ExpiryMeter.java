package dev.darkstore.chaos.load;

import java.util.ArrayList;
import java.util.List;

/** How late reservations ran out. Thread-safe. */
public final class ExpiryMeter {
  private record Expiry(long lateMillis, long seenAtNanos) {}

  private final List<Expiry> expiries = new ArrayList<>();

  synchronized void expired(long lateMillis, long nowNanos) {
    expiries.add(new Expiry(lateMillis, nowNanos));
  }

  /** Leaves out those that were seen within these bounds. */
  public synchronized void forget(long fromNanos, long toNanos) {
    expiries.removeIf(
        expiry -> expiry.seenAtNanos() >= fromNanos && expiry.seenAtNanos() <= toNanos);
  }

  public synchronized int count() {
    return expiries.size();
  }

  /** Returns the maximum lateness; 0 if there was none. */
  public synchronized long latestMillis() {
    return latestMillis(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Returns the maximum lateness in the interval; 0 if there was none. */
  public synchronized long latestMillis(long fromNanos, long toNanos) {
    return expiries.stream()
        .filter(expiry -> expiry.seenAtNanos() >= fromNanos && expiry.seenAtNanos() <= toNanos)
        .mapToLong(Expiry::lateMillis)
        .max()
        .orElse(0);
  }
}
