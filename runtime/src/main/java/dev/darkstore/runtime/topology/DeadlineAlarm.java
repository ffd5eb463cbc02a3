package dev.darkstore.runtime.topology;

import dev.darkstore.runtime.state.DeadlineIndex;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Wakes a task when the earliest of its deadlines has come. A punctuator that fires makes Kafka
 * Streams commit, whether or not it had anything to do; so none is scheduled while there is nothing
 * to wait for, and none sooner than needed.
 *
 * <p>Owned by one task, hence one thread.
 */
public final class DeadlineAlarm {
  private final ProcessingContext context;
  private final DeadlineIndex deadlines;
  private final long tickMillis;
  private final LongConsumer onDue;
  private Cancellable pending = () -> {};
  private long pendingAtMillis = Long.MAX_VALUE;

  /**
   * An alarm for an index of deadlines; {@link #set} must be called whenever the index has grown.
   *
   * @param tick the shortest time between two wakings
   * @param onDue is told the time; it may leave some of what is due for the next waking
   */
  public DeadlineAlarm(
      ProcessingContext context, DeadlineIndex deadlines, Duration tick, LongConsumer onDue) {
    this.context = context;
    this.deadlines = deadlines;
    this.tickMillis = tick.toMillis();
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

  private void wake(long nowMillis) {
    pending.cancel();
    pendingAtMillis = Long.MAX_VALUE;
    onDue.accept(nowMillis);
    set(nowMillis);
  }
}
