package dev.darkstore.local.demo;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Delayed actions on one thread; failures are reported. */
final class Timers implements AutoCloseable {
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "demo-timers"));
  private final Consumer<Throwable> onFailure;

  Timers(Consumer<Throwable> onFailure) {
    this.onFailure = onFailure;
  }

  /** Runs the action once, after the delay. */
  void after(long delayMillis, Runnable task) {
    var unused = executor.schedule(guarded(task), delayMillis, TimeUnit.MILLISECONDS);
  }

  /** Runs the action now and at every interval, until this is closed. */
  void every(long intervalNanos, Runnable task) {
    var unused =
        executor.scheduleAtFixedRate(guarded(task), 0, intervalNanos, TimeUnit.NANOSECONDS);
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        onFailure.accept(e);
      }
    };
  }

  /** Cancels pending actions. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a timer of the demo did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
