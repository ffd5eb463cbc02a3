package dev.darkstore.chaos.cluster;

import java.util.concurrent.atomic.AtomicReference;

/** First failure of a thread of the harness, which fails the run. */
public final class Failures {
  private final AtomicReference<ChaosException> first = new AtomicReference<>();

  /** Wraps a task so that its failure is kept here. */
  Runnable guarded(String who, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        first.compareAndSet(null, new ChaosException("the harness's " + who + " failed", e));
        throw e;
      }
    };
  }

  /**
   * Throws the failure, if there was one.
   *
   * @throws ChaosException the failure
   */
  public void check() {
    ChaosException failure = first.get();
    if (failure != null) {
      throw failure;
    }
  }
}
