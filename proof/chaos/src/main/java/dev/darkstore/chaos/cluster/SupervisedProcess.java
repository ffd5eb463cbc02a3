package dev.darkstore.chaos.cluster;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * A child process, and whether it is wanted. While it is, the supervisor starts it again whenever
 * it has ended, as whoever runs services in earnest would.
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

  /** Clock of its machine. */
  public MachineClock clock() {
    return process.clock();
  }

  /** Returns how often it was started. */
  public synchronized int starts() {
    return starts;
  }

  /** How often it was started again. */
  public synchronized int restarts() {
    return Math.max(0, starts - 1);
  }

  /** Wants it, and starts it now if it is not running. */
  public synchronized void up() {
    wanted = true;
    process.resume();
    startIfDown();
  }

  /** Stops it in order and wants it no more, until {@link #up()}. */
  public void stop() {
    wanted = false;
    synchronized (this) {
      process.resume();
      if (process.isAlive()) {
        process.stop(STOP_LIMIT);
      }
    }
  }

  /** Kills it and wants it no more, until {@link #up()}. */
  public void holdDown() {
    wanted = false;
    kill();
  }

  /** Kills it; if it is wanted, the supervisor will start it again. */
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
   * Starts it again if it is wanted and has been down for the pause.
   *
   * @return with what status it ended, if it has just been found to have ended unasked
   */
  OptionalInt supervise(long nowNanos) {
    // Looked at first without the lock: an orderly stop holds it for long.
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
