package dev.darkstore.chaos;

import java.util.concurrent.atomic.AtomicReference;

/** The first failure of a thread of the harness's own; it fails the run. */
final class Failures {
  private final AtomicReference<ChaosException> first = new AtomicReference<>();

  /** The task, with its failure kept here. */
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
   * Tells of a failure, if there was one.
   *
   * @throws ChaosException the failure
   */
  void check() {
    ChaosException failure = first.get();
    if (failure != null) {
      throw failure;
    }
  }
}
