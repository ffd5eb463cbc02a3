package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Workload;
import dev.darkstore.runtime.timers.DeadlineIndex;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Cost of a tick that finds nothing due, by the number of open deadlines: one lookup in the index
 * of deadlines.
 *
 * @param open number of open deadlines
 * @param tickNanosP50 time of the lookup, median
 * @param tickNanosP99 time of the lookup, 99th percentile
 * @param tickNanosMax time of the lookup, maximum, including garbage collection
 * @param scheduleNanos average time to add a deadline and to cancel it again
 */
public record IdleTick(
    int open, long tickNanosP50, long tickNanosP99, long tickNanosMax, double scheduleNanos) {
  private static final long NOW_MILLIS = 1_800_000_000_000L;
  private static final int PER_MILLISECOND = 10;
  private static final int TIMERS_PER_TICK = 100;
  private static final int TICKS = 200_000;
  private static final int CHANGES = 200_000;
  private static final long HIGHEST_NANOS = 60_000_000_000L;

  /** Measures each number of open deadlines. */
  public static List<IdleTick> measure(List<Integer> open) {
    List<IdleTick> rows = new ArrayList<>();
    // The first number is measured twice: the first run warms up.
    measure(open.get(0));
    for (int each : open) {
      rows.add(measure(each));
    }
    return rows;
  }

  private static IdleTick measure(int open) {
    DeadlineIndex index = new DeadlineIndex();
    for (int number = 0; number < open; number++) {
      index.schedule(Workload.orderId(1, number), NOW_MILLIS + 1 + number / PER_MILLISECOND);
    }
    Histogram nanos = new Histogram(HIGHEST_NANOS, 3);
    int taken = 0;
    for (int tick = 0; tick < TICKS; tick++) {
      long startNanos = System.nanoTime();
      taken += index.takeDue(NOW_MILLIS, TIMERS_PER_TICK).size();
      nanos.recordValue(System.nanoTime() - startNanos);
    }
    long startNanos = System.nanoTime();
    for (int change = 0; change < CHANGES; change++) {
      index.schedule("another", NOW_MILLIS + 1 + change);
      index.cancel("another", NOW_MILLIS + 1 + change);
    }
    double changeNanos = (double) (System.nanoTime() - startNanos) / CHANGES;
    if (taken != 0 || index.size() != open) {
      throw new IllegalStateException("nothing was due, but %d were taken".formatted(taken));
    }
    return new IdleTick(
        open,
        nanos.getValueAtPercentile(50),
        nanos.getValueAtPercentile(99),
        nanos.getMaxValue(),
        changeNanos);
  }
}
