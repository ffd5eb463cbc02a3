package dev.darkstore.chaos.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * One child process: a JVM of the same Java and class path as the harness's own. Can be started
 * again after it has ended; what it says is appended to one log. Not for several threads at once,
 * but for {@link #destroy()}.
 */
final class ChildJvm {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final List<String> command;
  private final MachineClock clock;
  private final Path log;
  private volatile Process process;
  private volatile boolean endedByUs;
  private volatile boolean closed;
  private boolean suspended;

  /**
   * A process that is not yet started.
   *
   * @param jvmOptions options of the JVM
   * @param mainClass what it runs
   * @param arguments what that is given
   * @param clock clock of its machine, which its agent reads
   * @param log where its output goes
   */
  ChildJvm(
      String name,
      ClassPath classPath,
      List<String> jvmOptions,
      String mainClass,
      List<String> arguments,
      MachineClock clock,
      Path log) {
    this.name = name;
    this.clock = clock;
    this.log = log;
    command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(classPath.options());
    command.add(ChildMain.class.getName());
    command.add(mainClass);
    command.addAll(arguments);
  }

  String name() {
    return name;
  }

  MachineClock clock() {
    return clock;
  }

  /** Starts it; it must not be running. */
  void start() {
    if (isAlive()) {
      throw new IllegalStateException(name + " is running");
    }
    if (closed) {
      throw new ChaosException(name + " is not to be started any more");
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // What is set for services of the user's own is not meant for these.
    builder
        .environment()
        .keySet()
        .removeIf(variable -> variable.startsWith("DARKSTORE_") || variable.startsWith("KAFKA_"));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile()));
    try {
      endedByUs = false;
      suspended = false;
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
    if (closed) {
      destroy();
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** With what status it ended, if it ended without anybody here having asked it to. */
  OptionalInt endedByItself() {
    return process == null || process.isAlive() || endedByUs
        ? OptionalInt.empty()
        : OptionalInt.of(process.exitValue());
  }

  /** Kills it without warning, suspended or not, and waits until it is gone. */
  void kill() {
    endedByUs = true;
    process.destroyForcibly();
    awaitEnd(KILL_LIMIT);
  }

  /**
   * Asks it to stop, and waits until it has.
   *
   * @throws ChaosException if it has not within the limit
   */
  void stop(Duration limit) {
    endedByUs = true;
    process.destroy();
    awaitEnd(limit);
  }

  /** Freezes it in the middle of whatever it does. */
  void suspend() {
    signal("STOP");
    suspended = true;
  }

  /** Lets it go on as if no time had passed. */
  void resume() {
    if (suspended) {
      signal("CONT");
      suspended = false;
    }
  }

  /** Makes it write into its log where each of its threads is. */
  void dumpThreads() {
    if (isAlive()) {
      signal("QUIT");
    }
  }

  /** Kills it, if it runs, without waiting; it cannot be started again. For the end of a run. */
  void destroy() {
    closed = true;
    Process current = process;
    if (current != null) {
      endedByUs = true;
      current.destroyForcibly();
    }
  }

  private void awaitEnd(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ChaosException(name + " did not end within " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChaosException("interrupted while " + name + " ended", e);
    }
  }

  /** Java can send no such signal itself; every POSIX shell can. */
  private void signal(String signal) {
    String pid = Long.toString(process.pid());
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile()))
              .start();
      if (kill.waitFor() != 0) {
        throw new ChaosException("SIG%s cannot be sent to %s".formatted(signal, name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChaosException("interrupted while " + name + " was signalled", e);
    }
  }

  private File logFile() {
    return log.toFile();
  }
}
