package dev.darkstore.simulator.world;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.internals.ProcessorNode;

/**
 * Punctuators of a task by the time of their next call. As in Kafka Streams, missed calls are
 * replaced by one call.
 */
final class Punctuators {
  private final PriorityQueue<Scheduled> queue =
      new PriorityQueue<>(
          Comparator.comparingLong((Scheduled s) -> s.nextMillis).thenComparing(s -> s.number));
  private long numbers;

  private static final class Scheduled {
    private final long number;
    private final ProcessorNode<?, ?, ?, ?> node;
    private final Punctuator punctuator;
    private final long intervalMillis;
    private long nextMillis;
    private boolean isCancelled;

    private Scheduled(
        long number,
        ProcessorNode<?, ?, ?, ?> node,
        Punctuator punctuator,
        long intervalMillis,
        long nextMillis) {
      this.number = number;
      this.node = node;
      this.punctuator = punctuator;
      this.intervalMillis = intervalMillis;
      this.nextMillis = nextMillis;
    }

    void moveBeyond(long nowMillis) {
      long missed = Math.max(0, (nowMillis - nextMillis) / intervalMillis);
      nextMillis += (missed + 1) * intervalMillis;
    }
  }

  Cancellable schedule(
      ProcessorNode<?, ?, ?, ?> node, Punctuator punctuator, long intervalMillis, long nowMillis) {
    Scheduled scheduled =
        new Scheduled(
            numbers++, node, punctuator, intervalMillis, Math.addExact(nowMillis, intervalMillis));
    queue.add(scheduled);
    return () -> scheduled.isCancelled = true;
  }

  boolean isAnyScheduled() {
    return queue.stream().anyMatch(scheduled -> !scheduled.isCancelled);
  }

  /** Passes every due punctuator to the caller, the earliest first. */
  void callDue(long nowMillis, BiConsumer<ProcessorNode<?, ?, ?, ?>, Punctuator> caller) {
    while (!queue.isEmpty() && queue.peek().nextMillis <= nowMillis) {
      Scheduled due = queue.remove();
      if (!due.isCancelled) {
        caller.accept(due.node, due.punctuator);
      }
      // It may have cancelled itself.
      if (!due.isCancelled) {
        due.moveBeyond(nowMillis);
        queue.add(due);
      }
    }
  }
}
