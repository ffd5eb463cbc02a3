package dev.darkstore.runtime.timers;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Wakes a task at the earliest of its deadlines. A punctuator that fires makes Kafka Streams commit
 * even without work; so none is scheduled without a deadline, and none earlier than needed.
 *
 * <p>Simultaneous deadlines are handled in batches, with one tick between two batches for other
 * traffic. The batch is small while nothing is late and grows with the lateness, by its initial
 * size for each {@value #GROWTH_MILLIS} ms, up to {@value #GROWTH_MAX} times that. So a burst is
 * spread over time, and a permanent load above the smallest batch has a bounded lateness.
 *
 * <p>Owned by one task, hence one thread.
 */
public final class DeadlineAlarm {
  /** Lateness at which the batch is twice its initial size. */
  static final long GROWTH_MILLIS = 30_000;

  /** Maximum batch size as a multiple of the initial one: a batch delays the traffic behind it. */
  static final int GROWTH_MAX = 10;

  private final ProcessingContext context;
  private final DeadlineIndex deadlines;
  private final long tickMillis;
  private final int perTick;
  private final OnDue onDue;
  private Cancellable pending = () -> {};
  private long pendingAtMillis = Long.MAX_VALUE;

  /** Handler of expired deadlines. */
  @FunctionalInterface
  public interface OnDue {
    /**
     * Handles the earliest of the expired deadlines.
     *
     * @param max maximum number; the rest waits for the next wake-up
     */
    void handle(long nowMillis, int max);
  }

  /**
   * Creates an alarm for an index of deadlines; {@link #set} must be called whenever the index has
   * grown.
   *
   * @param tick minimum time between two wake-ups
   * @param perTick maximum number of deadlines per wake-up while none is late
   */
  public DeadlineAlarm(
      ProcessingContext context, DeadlineIndex deadlines, Duration tick, int perTick, OnDue onDue) {
    this.context = context;
    this.deadlines = deadlines;
    this.tickMillis = tick.toMillis();
    this.perTick = perTick;
    this.onDue = onDue;
    set(context.currentSystemTimeMs());
  }

  /** Schedules a wake-up for the earliest deadline. */
  public void set(long nowMillis) {
    OptionalLong earliest = deadlines.earliest();
    if (earliest.isEmpty() || earliest.getAsLong() >= pendingAtMillis) {
      return;
    }
    long delayMillis = Math.max(tickMillis, earliest.getAsLong() - nowMillis);
    if (nowMillis + delayMillis >= pendingAtMillis) {
      return;
    }
    pending.cancel();
    pending =
        context.schedule(
            Duration.ofMillis(delayMillis), PunctuationType.WALL_CLOCK_TIME, this::wake);
    pendingAtMillis = nowMillis + delayMillis;
  }

  /** Cancels the scheduled wake-up: the task is closed, and may be reopened with another alarm. */
  public void close() {
    pending.cancel();
  }

  private void wake(long nowMillis) {
    pending.cancel();
    pendingAtMillis = Long.MAX_VALUE;
    OptionalLong earliest = deadlines.earliest();
    if (earliest.isPresent()) {
      onDue.handle(nowMillis, batch(nowMillis - earliest.getAsLong()));
    }
    set(nowMillis);
  }

  private int batch(long lateMillis) {
    long growth = 1 + Math.max(0, lateMillis) / GROWTH_MILLIS;
    return Math.toIntExact(perTick * Math.min(growth, GROWTH_MAX));
  }
}
