package dev.darkstore.benchmarks.load;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Phase of load: orders due at fixed instants, independent of earlier outcomes, and their results.
 * The latency of an order counts from the instant at which it was due, so that a stall is visible
 * in all orders that it delayed (no coordinated omission).
 */
final class Phase {
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final double NANOS_PER_SECOND = 1e9;

  private final int id;
  private final int ordersPerSecond;
  private final int orders;
  private final long startNanos;

  // Below: written only by the thread that reads outcomes, and read after it has finished.
  private final Histogram latencyMicros = new Histogram(HIGHEST_MICROS, 3);
  private final BitSet received = new BitSet();
  private final BitSet decided = new BitSet();
  private final CountDownLatch allDecided;
  private int placed;
  private int rejected;
  private int repeated;
  private long lastOutcomeNanos;

  Phase(int id, int ordersPerSecond, int orders, long startNanos) {
    this.id = id;
    this.ordersPerSecond = ordersPerSecond;
    this.orders = orders;
    this.startNanos = startNanos;
    this.allDecided = new CountDownLatch(orders);
  }

  int id() {
    return id;
  }

  int orders() {
    return orders;
  }

  int ordersPerSecond() {
    return ordersPerSecond;
  }

  /** Returns the instant at which the order is due, by {@link System#nanoTime()}. */
  long dueNanos(long number) {
    return startNanos + (long) (number * NANOS_PER_SECOND / ordersPerSecond);
  }

  /** Records an outcome and the time at which it was read. */
  void addOutcome(long number, ReceivedOutcome.What what, long seenNanos) {
    int order = Math.toIntExact(number);
    if (what == ReceivedOutcome.What.RECEIVED) {
      received.set(order);
      return;
    }
    if (decided.get(order)) {
      repeated++;
      return;
    }
    decided.set(order);
    lastOutcomeNanos = seenNanos;
    if (what == ReceivedOutcome.What.PLACED) {
      placed++;
      long micros = TimeUnit.NANOSECONDS.toMicros(seenNanos - dueNanos(number));
      latencyMicros.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, micros)));
    } else {
      rejected++;
    }
    // Last: publishes all writes above to the thread that waits.
    allDecided.countDown();
  }

  /** Waits until every order has an outcome; returns false on a timeout. */
  boolean awaitOutcomes(Duration patience) {
    try {
      return allDecided.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for outcomes", e);
    }
  }

  Latency latency() {
    return Latency.ofMicros(latencyMicros);
  }

  Completeness completeness() {
    return new Completeness(
        orders, received.cardinality(), placed, rejected, orders - decided.cardinality(), repeated);
  }

  /** Returns the time from when the last order was due to the last outcome. */
  double drainMillis() {
    return Math.max(0, (lastOutcomeNanos - dueNanos(orders - 1L)) / 1e6);
  }

  /** Returns outcomes per second, from when the first order was due to the last outcome. */
  double outcomesPerSecond() {
    return decided.cardinality() * NANOS_PER_SECOND / (lastOutcomeNanos - startNanos);
  }
}
