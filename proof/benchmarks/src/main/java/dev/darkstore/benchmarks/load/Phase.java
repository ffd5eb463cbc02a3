package dev.darkstore.benchmarks.load;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One stretch of load: orders due at fixed instants, whatever becomes of them, and what became of
 * them. An order's latency counts from the instant at which it was due, so that a stall shows in
 * all orders that it delayed and not only in the one that met it.
 */
final class Phase {
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final double NANOS_PER_SECOND = 1e9;

  private final int id;
  private final int ordersPerSecond;
  private final int orders;
  private final long startNanos;

  // Below: only the thread that reads outcomes writes, and nobody reads before it is done.
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

  /** When the order is due, by {@link System#nanoTime()}. */
  long dueNanos(long number) {
    return startNanos + (long) (number * NANOS_PER_SECOND / ordersPerSecond);
  }

  /** Notes what the customer was told, and when we saw it. */
  void told(long number, ReceivedOutcome.What what, long seenNanos) {
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
    // Last: from the last of these on, all of the above may be read.
    allDecided.countDown();
  }

  /** Waits until every order has an outcome; false if some have none in time. */
  boolean awaitOutcomes(Duration patience) {
    try {
      return allDecided.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while outcomes were awaited", e);
    }
  }

  Latency latency() {
    return Latency.ofMicros(latencyMicros);
  }

  Completeness completeness() {
    return new Completeness(
        orders, received.cardinality(), placed, rejected, orders - decided.cardinality(), repeated);
  }

  /** From when the last order was due to the last outcome. */
  double drainMillis() {
    return Math.max(0, (lastOutcomeNanos - dueNanos(orders - 1L)) / 1e6);
  }

  /** Outcomes per second, from when the first order was due to the last outcome. */
  double outcomesPerSecond() {
    return decided.cardinality() * NANOS_PER_SECOND / (lastOutcomeNanos - startNanos);
  }
}
