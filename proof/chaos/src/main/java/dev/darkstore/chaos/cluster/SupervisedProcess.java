package dev.darkstore.chaos.cluster;

import dev.darkstore.harness.ChildProcess;
import dev.darkstore.harness.HarnessException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Child process under supervision: while it is required, the supervisor restarts it whenever it has
 * ended, as a production supervisor does. The output of all its runs is appended to one log.
 */
public final class SupervisedProcess {
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
  private static final Duration SIGNAL_LIMIT = Duration.ofMinutes(1);

  private final String name;
  private final List<String> command;
  private final MachineClock clock;
  private final Path log;
  private final Duration restartPause;
  private volatile ChildProcess process;
  private volatile boolean wanted;
  private volatile boolean endedByUs;
  private volatile boolean closed;
  private boolean suspended;
  private long endedAtNanos;
  private boolean ended;
  private int starts;

  /**
   * Creates a process without starting it.
   *
   * @param clock clock of its machine, read by its agent
   * @param log file for its output
   * @param restartPause pause between its end and its restart
   */
  SupervisedProcess(
      String name, List<String> command, MachineClock clock, Path log, Duration restartPause) {
    this.name = name;
    this.command = List.copyOf(command);
    this.clock = clock;
    this.log = log;
    this.restartPause = restartPause;
  }

  public String name() {
    return name;
  }

  boolean isWanted() {
    return wanted;
  }

  public synchronized boolean isAlive() {
    return isRunning();
  }

  /** Returns the clock of its machine. */
  public MachineClock clock() {
    return clock;
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
    resume();
    startIfDown();
  }

  /** Stops it in an orderly way; it stays down until {@link #up()}. */
  public void stop() {
    wanted = false;
    synchronized (this) {
      resume();
      if (isRunning()) {
        endedByUs = true;
        process.terminate();
        process.awaitEnd(STOP_LIMIT);
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
    if (isRunning()) {
      endedByUs = true;
      process.kill();
    }
  }

  /** Freezes it (SIGSTOP) until {@link #resume()}. */
  public synchronized void suspend() {
    if (isRunning()) {
      signal("STOP");
      suspended = true;
    }
  }

  /** Resumes it (SIGCONT). */
  public synchronized void resume() {
    if (suspended) {
      signal("CONT");
      suspended = false;
    }
  }

  /** Makes it write a thread dump to its log. */
  void dumpThreads() {
    if (isRunning()) {
      signal("QUIT");
    }
  }

  /** Kills it without waiting; it cannot be restarted. For the end of a run. */
  void destroy() {
    closed = true;
    ChildProcess current = process;
    if (current != null) {
      endedByUs = true;
      current.destroy();
    }
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
      if (!wanted || isRunning()) {
        return OptionalInt.empty();
      }
      OptionalInt status = OptionalInt.empty();
      if (!ended) {
        ended = true;
        endedAtNanos = nowNanos;
        if (process != null && !endedByUs) {
          status = OptionalInt.of(process.exitStatus());
        }
      }
      if (nowNanos - endedAtNanos >= restartPause.toNanos()) {
        startIfDown();
      }
      return status;
    }
  }

  private boolean isRunning() {
    return process != null && process.isAlive();
  }

  private void startIfDown() {
    if (isRunning()) {
      return;
    }
    ended = false;
    starts++;
    if (closed) {
      throw new HarnessException(name + " is not to be started any more");
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(appended());
    // Variables for the user's services must not affect these.
    builder
        .environment()
        .keySet()
        .removeIf(variable -> variable.startsWith("DARKSTORE_") || variable.startsWith("KAFKA_"));
    endedByUs = false;
    suspended = false;
    process = ChildProcess.start(name, builder);
    if (closed) {
      destroy();
    }
  }

  /** Sends a signal by a POSIX shell, since Java cannot. */
  private void signal(String signal) {
    List<String> kill = List.of("sh", "-c", "kill -" + signal + " " + process.pid());
    ChildProcess shell =
        ChildProcess.start("kill -" + signal, new ProcessBuilder(kill).redirectOutput(appended()));
    shell.awaitEnd(SIGNAL_LIMIT);
    if (shell.exitStatus() != 0) {
      throw new HarnessException("SIG%s cannot be sent to %s".formatted(signal, name));
    }
  }

  private ProcessBuilder.Redirect appended() {
    return ProcessBuilder.Redirect.appendTo(log.toFile());
  }
}
