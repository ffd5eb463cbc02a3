package dev.darkstore.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Orderly end of a command that runs until Ctrl-C or SIGTERM: the process waits until the command
 * has closed this. It then ends with the JVM's status for the signal (130 or 143), or with one that
 * the command has set.
 *
 * <p>Interrupting the command's thread has an equal effect.
 */
final class Interruption implements AutoCloseable {
  private static final int CLOSE_SECONDS_MAX = 60;

  private final Thread owner = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Runnable wake;
  private final Thread hook = new Thread(this::stop, "stop");
  private volatile boolean requested;
  private volatile Integer status;

  private Interruption(Runnable wake) {
    this.wake = wake;
  }

  /** Registers a handler of the signal, which interrupts this thread. */
  static Interruption ofThisThread() {
    Interruption interruption = new Interruption(null);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /**
   * Registers a handler of the signal.
   *
   * @param wake action on the signal, on another thread
   */
  static Interruption waking(Runnable wake) {
    Interruption interruption = new Interruption(wake);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Returns true if the command must end. */
  boolean isRequested() {
    return requested || owner.isInterrupted();
  }

  /** Sets the exit status of the process, independent of the signal. */
  int endWith(int exitStatus) {
    status = exitStatus;
    return exitStatus;
  }

  private void stop() {
    requested = true;
    if (wake == null) {
      owner.interrupt();
    } else {
      wake.run();
    }
    try {
      closed.await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (status != null) {
      // The only way to another status once the JVM is shutting down.
      Runtime.getRuntime().halt(status);
    }
  }

  /** Signals that the command has closed everything. */
  @Override
  public void close() {
    closed.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal arrived just now; the hook will find everything closed.
      }
    }
  }
}
