package dev.darkstore.harness;

import java.util.concurrent.atomic.AtomicReference;

/** First failure of a thread of the harness, which fails the run. */
public final class Failures {
  private final AtomicReference<HarnessException> first = new AtomicReference<>();

  /** Wraps a task so that its failure is kept here. */
  public Runnable guarded(String name, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        add(name, e);
        throw e;
      }
    };
  }

  /** Keeps the failure if it is the first. */
  public void add(String name, Throwable failure) {
    first.compareAndSet(null, new HarnessException("the harness's " + name + " failed", failure));
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
