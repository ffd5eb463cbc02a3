package dev.darkstore.chaos;

import java.util.ArrayList;
import java.util.List;

/** How late reservations ran out. Thread-safe. */
final class ExpiryMeter {
  private record Expiry(long lateMillis, long seenAtNanos) {}

  private final List<Expiry> expiries = new ArrayList<>();

  synchronized void expired(long lateMillis, long nowNanos) {
    expiries.add(new Expiry(lateMillis, nowNanos));
  }

  /** Leaves out those that were seen within these bounds. */
  synchronized void forget(long fromNanos, long toNanos) {
    expiries.removeIf(
        expiry -> expiry.seenAtNanos() >= fromNanos && expiry.seenAtNanos() <= toNanos);
  }

  synchronized int count() {
    return expiries.size();
  }

  /** The latest of all; 0 if there was none. */
  synchronized long latestMillis() {
    return latestMillis(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** The latest of those that were seen within these bounds; 0 if there was none. */
  synchronized long latestMillis(long fromNanos, long toNanos) {
    return expiries.stream()
        .filter(expiry -> expiry.seenAtNanos() >= fromNanos && expiry.seenAtNanos() <= toNanos)
        .mapToLong(Expiry::lateMillis)
        .max()
        .orElse(0);
  }
}
