package dev.darkstore.benchmarks.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a moment. */
public final class Pause {
  private Pause() {}

  public static void untilMillis(long momentMillis) {
    long nowMillis = System.currentTimeMillis();
    while (nowMillis < momentMillis) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(momentMillis - nowMillis));
      nowMillis = System.currentTimeMillis();
    }
  }

  public static void of(Duration length) {
    untilMillis(System.currentTimeMillis() + length.toMillis());
  }
}
