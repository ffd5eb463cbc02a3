package dev.darkstore.chaos.cluster;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Child process under supervision: while it is required, the supervisor restarts it whenever it has
 * ended, as a production supervisor does.
 */
public final class SupervisedProcess {
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

  private final ChildJvm process;
  private final Duration restartPause;
  private volatile boolean wanted;
  private long endedAtNanos;
  private boolean ended;
  private int starts;

  public SupervisedProcess(ChildJvm process, Duration restartPause) {
    this.process = process;
    this.restartPause = restartPause;
  }

  public String name() {
    return process.name();
  }

  boolean isWanted() {
    return wanted;
  }

  public synchronized boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the clock of its machine. */
  public MachineClock clock() {
    return process.clock();
  }

  /** Returns the number of starts. */
  public synchronized int starts() {
    return starts;
  }

  /** Returns the number of restarts. */
  public synchronized int restarts() {
    return Math.max(0, starts - 1);
  }

  /** Marks it as required, and starts it if it is not running. */
  public synchronized void up() {
    wanted = true;
    process.resume();
    startIfDown();
  }

  /** Stops it in an orderly way; it stays down until {@link #up()}. */
  public void stop() {
    wanted = false;
    synchronized (this) {
      process.resume();
      if (process.isAlive()) {
        process.stop(STOP_LIMIT);
      }
    }
  }

  /** Kills it; it stays down until {@link #up()}. */
  public void holdDown() {
    wanted = false;
    kill();
  }

  /** Kills it; if it is required, the supervisor restarts it. */
  public synchronized void kill() {
    if (process.isAlive()) {
      process.kill();
    }
  }

  /** Freezes it until {@link #resume()}. */
  public synchronized void suspend() {
    if (process.isAlive()) {
      process.suspend();
    }
  }

  public synchronized void resume() {
    process.resume();
  }

  /**
   * Restarts it if it is required and has been down for the pause.
   *
   * @return exit status of an unrequested exit, if one was detected by this call
   */
  OptionalInt supervise(long nowNanos) {
    // First checked without the lock, which an orderly stop holds for long.
    if (!wanted) {
      return OptionalInt.empty();
    }
    synchronized (this) {
      if (!wanted || process.isAlive()) {
        return OptionalInt.empty();
      }
      OptionalInt status = OptionalInt.empty();
      if (!ended) {
        ended = true;
        endedAtNanos = nowNanos;
        status = process.endedByItself();
      }
      if (nowNanos - endedAtNanos >= restartPause.toNanos()) {
        startIfDown();
      }
      return status;
    }
  }

  private void startIfDown() {
    if (!process.isAlive()) {
      ended = false;
      starts++;
      process.start();
    }
  }
}
