package dev.darkstore.benchmarks.load;

import java.util.HashMap;
import java.util.Map;

/** Longest time without a placed order, by partition, since the last reset. */
public final class Gaps {
  private final Map<Integer, Long> lastNanos = new HashMap<>();
  private long longestNanos;

  /** Resets all partitions to the given time. */
  public synchronized void reset(int partitions, long nowNanos) {
    longestNanos = 0;
    for (int partition = 0; partition < partitions; partition++) {
      lastNanos.put(partition, nowNanos);
    }
  }

  synchronized void seen(int partition, long nowNanos) {
    Long last = lastNanos.put(partition, nowNanos);
    if (last != null) {
      longestNanos = Math.max(longestNanos, nowNanos - last);
    }
  }

  public synchronized double longestSeconds() {
    return longestNanos / 1e9;
  }
}
