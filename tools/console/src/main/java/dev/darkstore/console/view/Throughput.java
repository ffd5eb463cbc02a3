package dev.darkstore.console.view;

import org.HdrHistogram.IntCountsHistogram;

/**
 * Numbers of orders placed and decided over the last minutes, and their latency: a ring of slots by
 * event time, so that a restarted console shows equal values.
 */
final class Throughput {
  static final int SLOT_MILLIS = 2_000;
  static final int SLOTS = 150;

  private static final long LATENCY_MILLIS_MAX = 600_000;
  private static final int DIGITS = 2;
  private static final long FUTURE_MILLIS_MAX = 60_000;

  private final Slot[] ring = new Slot[SLOTS];
  private long newest = -1;
  private long nowMillis = Long.MAX_VALUE;

  /** Counts of the orders within {@link #SLOT_MILLIS}. */
  static final class Slot {
    private final long number;
    private int sent;
    private int placed;
    private int rejected;
    private IntCountsHistogram latencies;

    private Slot(long number) {
      this.number = number;
    }

    int sent() {
      return sent;
    }

    int placed() {
      return placed;
    }

    int rejected() {
      return rejected;
    }

    /** Returns a percentile in milliseconds; -1 if no order was decided. */
    long latencyMillis(double percent) {
      return latencies == null ? -1 : latencies.getValueAtPercentile(percent);
    }
  }

  /** Sets the current time: events dated more than a minute after it are left out. */
  void now(long millis) {
    nowMillis = millis;
  }

  void sent(long atMillis) {
    Slot slot = slot(atMillis);
    if (slot != null) {
      slot.sent++;
    }
  }

  void decided(long atMillis, boolean isPlaced) {
    Slot slot = slot(atMillis);
    if (slot != null && isPlaced) {
      slot.placed++;
    } else if (slot != null) {
      slot.rejected++;
    }
  }

  void took(long decidedAtMillis, long millis) {
    Slot slot = slot(decidedAtMillis);
    if (slot != null) {
      if (slot.latencies == null) {
        slot.latencies = new IntCountsHistogram(1, LATENCY_MILLIS_MAX, DIGITS);
      }
      slot.latencies.recordValue(Math.min(millis, LATENCY_MILLIS_MAX));
    }
  }

  /** Returns the slot of a time, or null if it is too old. */
  private Slot slot(long atMillis) {
    long number = Math.max(0, atMillis / SLOT_MILLIS);
    if (number <= newest - SLOTS || atMillis - FUTURE_MILLIS_MAX > nowMillis) {
      return null;
    }
    newest = Math.max(newest, number);
    int index = (int) (number % SLOTS);
    if (ring[index] == null || ring[index].number != number) {
      ring[index] = new Slot(number);
    }
    return ring[index];
  }

  /** Returns the slot with this number; an empty one if there were no events in it. */
  Slot at(long number) {
    Slot slot = ring[(int) (Math.max(0, number) % SLOTS)];
    return slot == null || slot.number != number ? new Slot(number) : slot;
  }
}
