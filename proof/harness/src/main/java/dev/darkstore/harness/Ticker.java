package dev.darkstore.harness;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Periodic task on a separate thread, until closed. */
public final class Ticker implements AutoCloseable {
  private final ScheduledExecutorService executor;

  /** Starts the task; the first failure ends it and is kept. */
  public Ticker(String name, long everyMillis, Runnable tick, Failures failures) {
    executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        executor.scheduleWithFixedDelay(
            failures.guarded(name, tick), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
