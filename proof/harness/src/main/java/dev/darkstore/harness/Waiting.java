package dev.darkstore.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded waiting for effects of other processes, by polling. */
public final class Waiting {
  private static final long LOOK_EVERY_NANOS = 50_000_000;

  private Waiting() {}

  /**
   * Waits until the condition comes true; returns false if it does not within the limit. The
   * condition is evaluated at least once.
   */
  public static boolean until(Duration limit, BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      long leftNanos = deadlineNanos - System.nanoTime();
      if (leftNanos <= 0) {
        return false;
      }
      LockSupport.parkNanos(Math.min(leftNanos, LOOK_EVERY_NANOS));
      stopIfInterrupted();
    }
    return true;
  }

  /**
   * Waits until the condition comes true.
   *
   * @throws HarnessException if it does not within the limit
   */
  public static void require(String what, Duration limit, BooleanSupplier condition) {
    if (!until(limit, condition)) {
      throw new HarnessException("not within %d s: %s".formatted(limit.toSeconds(), what));
    }
  }

  /** Waits for the duration. */
  public static void pause(Duration length) {
    long deadlineNanos = System.nanoTime() + length.toNanos();
    long leftNanos = length.toNanos();
    while (leftNanos > 0) {
      LockSupport.parkNanos(leftNanos);
      stopIfInterrupted();
      leftNanos = deadlineNanos - System.nanoTime();
    }
  }

  private static void stopIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new HarnessException("interrupted while waiting");
    }
  }
}
