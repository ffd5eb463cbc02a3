package dev.darkstore.runtime.service;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;

/**
 * Monotonic time of a service: the machine's clock at the start plus the time elapsed since.
 * Setting the machine's clock moves no deadline and delays no commit.
 */
final class SteadyTime implements Time {
  private final LongSupplier machineMillis;
  private final long startMillis;
  private final long startNanos = System.nanoTime();

  /** Starts at the current time of the machine's clock. */
  SteadyTime() {
    this(System::currentTimeMillis);
  }

  /** Starts at the current time of this clock. */
  SteadyTime(LongSupplier machineMillis) {
    this.machineMillis = machineMillis;
    this.startMillis = machineMillis.getAsLong();
  }

  @Override
  public long milliseconds() {
    return startMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  @Override
  public long nanoseconds() {
    return System.nanoTime();
  }

  @Override
  public void sleep(long millis) {
    Time.SYSTEM.sleep(millis);
  }

  @Override
  public void waitObject(Object lock, Supplier<Boolean> condition, long deadlineMillis)
      throws InterruptedException {
    synchronized (lock) {
      while (!condition.get()) {
        long leftMillis = deadlineMillis - milliseconds();
        if (leftMillis <= 0) {
          throw new TimeoutException("the condition did not hold in time");
        }
        lock.wait(leftMillis);
      }
    }
  }

  /** Returns the step of the machine's clock since the start; negative if it was set back. */
  long stepMillis() {
    return machineMillis.getAsLong() - milliseconds();
  }

  /** Returns this time as a clock. */
  Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("nobody reads the zone");
      }

      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(milliseconds());
      }

      @Override
      public long millis() {
        return milliseconds();
      }
    };
  }
}
