package dev.darkstore.local.demo;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does things later, on one thread; what fails is told. */
final class Timers implements AutoCloseable {
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "demo-timers"));
  private final Consumer<Throwable> onFailure;

  Timers(Consumer<Throwable> onFailure) {
    this.onFailure = onFailure;
  }

  /** Once, after the delay. */
  void after(long delayMillis, Runnable task) {
    var unused = executor.schedule(guarded(task), delayMillis, TimeUnit.MILLISECONDS);
  }

  /** Now and then at every interval, until this is closed. */
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

  /** Forgets what is not yet due. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a timer of the demo does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
