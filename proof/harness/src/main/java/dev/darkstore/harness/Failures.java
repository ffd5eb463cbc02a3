package dev.darkstore.harness;

import java.util.concurrent.atomic.AtomicReference;

/** First failure of a thread of the harness, which fails the run. */
public final class Failures {
  private final AtomicReference<HarnessException> first = new AtomicReference<>();

  /** Wraps a task so that its failure is kept here. */
  public Runnable guarded(String who, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        first.compareAndSet(null, new HarnessException("the harness's " + who + " failed", e));
        throw e;
      }
    };
  }

  /**
   * Throws the failure, if there was one.
   *
   * @throws HarnessException the failure
   */
  public void check() {
    HarnessException failure = first.get();
    if (failure != null) {
      throw failure;
    }
  }
}
