package dev.darkstore.simulator;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Queue of actions, ordered by time. Actions of one millisecond run in the sequence of their
 * scheduling.
 */
final class Agenda {
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(
          Comparator.comparingLong(Entry::atMillis).thenComparingLong(Entry::number));
  private long numbers;
  private int awaited;

  private record Entry(long atMillis, long number, boolean awaited, Runnable action) {}

  /** Schedules an action that the run waits for. */
  void at(long millis, Runnable action) {
    entries.add(new Entry(millis, numbers++, true, action));
    awaited++;
  }

  /** Schedules an action that the run does not wait for, such as a tick. */
  void alongsideAt(long millis, Runnable action) {
    entries.add(new Entry(millis, numbers++, false, action));
  }

  /** Returns true if an action is pending that the run waits for. */
  boolean isAwaited() {
    return awaited > 0;
  }

  /** Returns the time of the next action; the maximum if there is none. */
  long nextMillis() {
    Entry next = entries.peek();
    return next == null ? Long.MAX_VALUE : next.atMillis();
  }

  void runNext() {
    Entry next = entries.remove();
    if (next.awaited()) {
      awaited--;
    }
    next.action().run();
  }
}
