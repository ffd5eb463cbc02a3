package dev.darkstore.runtime.timers;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Wakes a task when the earliest of its deadlines has come. A punctuator that fires makes Kafka
 * Streams commit, whether or not it had anything to do; so none is scheduled while there is nothing
 * to wait for, and none sooner than needed.
 *
 * <p>Many deadlines that come at once are handled a batch at a time, with the tick between two
 * batches for the traffic. The batch is small as long as nothing is late and grows with the
 * lateness, by its own size for each {@value #GROWTH_MILLIS} ms, up to {@value #GROWTH_MAX} times
 * that. So a burst is spread over time, and a stream of deadlines that is too much for the smallest
 * batch is handled late, but not ever later.
 *
 * <p>Owned by one task, hence one thread.
 */
public final class DeadlineAlarm {
  /** How late what is due must be for the batch to be twice as large as for what is due now. */
  static final long GROWTH_MILLIS = 30_000;

  /** How much larger than the first a batch may become: it holds up the traffic behind it. */
  static final int GROWTH_MAX = 10;

  private final ProcessingContext context;
  private final DeadlineIndex deadlines;
  private final long tickMillis;
  private final int perTick;
  private final OnDue onDue;
  private Cancellable pending = () -> {};
  private long pendingAtMillis = Long.MAX_VALUE;

  /** Handles deadlines that have come. */
  @FunctionalInterface
  public interface OnDue {
    /**
     * Handles the earliest of the deadlines that have come.
     *
     * @param max how many at the most; the rest waits for the next waking
     */
    void handle(long nowMillis, int max);
  }

  /**
   * An alarm for an index of deadlines; {@link #set} must be called whenever the index has grown.
   *
   * @param tick the shortest time between two wakings
   * @param perTick how many deadlines a waking that is not late may handle
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

  /** Makes sure that the task is woken for the earliest deadline. */
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

  /** Cancels what is scheduled: the task is closed, and may be opened again with another alarm. */
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
