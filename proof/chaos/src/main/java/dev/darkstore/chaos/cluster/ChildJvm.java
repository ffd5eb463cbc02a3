package dev.darkstore.chaos.cluster;

import dev.darkstore.harness.HarnessException;
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
 * Child process: a JVM with the Java version and class path of the harness. Can be restarted after
 * it has ended; its output is appended to one log. Not thread-safe, except for {@link #destroy()}.
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
   * Creates a process without starting it.
   *
   * @param jvmOptions options of the JVM
   * @param mainClass its main class
   * @param arguments arguments of the main class
   * @param clock clock of its machine, read by its agent
   * @param log file for its output
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
      throw new HarnessException(name + " is not to be started any more");
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Variables for the user's services must not affect these.
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

  /** Returns the exit status if it ended without a request. */
  OptionalInt endedByItself() {
    return process == null || process.isAlive() || endedByUs
        ? OptionalInt.empty()
        : OptionalInt.of(process.exitValue());
  }

  /** Kills it, suspended or not, and waits for its end. */
  void kill() {
    endedByUs = true;
    process.destroyForcibly();
    awaitEnd(KILL_LIMIT);
  }

  /**
   * Requests an orderly stop, and waits for its end.
   *
   * @throws HarnessException if it does not end within the limit
   */
  void stop(Duration limit) {
    endedByUs = true;
    // Process.destroy also closes the child's standard input, on which the child halts at once.
    process.toHandle().destroy();
    awaitEnd(limit);
  }

  /** Suspends it (SIGSTOP). */
  void suspend() {
    signal("STOP");
    suspended = true;
  }

  /** Resumes it (SIGCONT). */
  void resume() {
    if (suspended) {
      signal("CONT");
      suspended = false;
    }
  }

  /** Makes it write a thread dump to its log. */
  void dumpThreads() {
    if (isAlive()) {
      signal("QUIT");
    }
  }

  /** Kills it without waiting; it cannot be restarted. For the end of a run. */
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
        throw new HarnessException(name + " did not end within " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HarnessException("interrupted while " + name + " ended", e);
    }
  }

  /** Sends a signal by a POSIX shell, since Java cannot. */
  private void signal(String signal) {
    String pid = Long.toString(process.pid());
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile()))
              .start();
      if (kill.waitFor() != 0) {
        throw new HarnessException("SIG%s cannot be sent to %s".formatted(signal, name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HarnessException("interrupted while " + name + " was signalled", e);
    }
  }

  private File logFile() {
    return log.toFile();
  }
}
