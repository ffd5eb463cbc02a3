package dev.darkstore.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until Ctrl-C or SIGTERM end in order: the process stays until the
 * command has closed this. It then ends with the status that the JVM has for the signal (130 or
 * 143), or with one that the command has named.
 *
 * <p>Interrupting the command's thread asks for the same.
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

  /** Begins to listen for the signal, on behalf of this thread, which is interrupted by it. */
  static Interruption ofThisThread() {
    Interruption interruption = new Interruption(null);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /**
   * Begins to listen for the signal.
   *
   * @param wake what is to be done when it comes, by another thread
   */
  static Interruption waking(Runnable wake) {
    Interruption interruption = new Interruption(wake);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Returns true if the command is to end. */
  boolean isRequested() {
    return requested || owner.isInterrupted();
  }

  /** Whatever the signal, the process is to end with this status once the command has closed. */
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
      // The only way to another status once the JVM is on its way down.
      Runtime.getRuntime().halt(status);
    }
  }

  /** The command has closed everything. */
  @Override
  public void close() {
    closed.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal came just now; the hook finds that all is closed.
      }
    }
  }
}
