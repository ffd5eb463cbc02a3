package dev.darkstore.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Child process, killed by a shutdown hook if it still runs when this process ends. */
public final class ChildProcess {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(20);
  private static final String ARCHIVE = "-XX:SharedArchiveFile=";
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
  private static volatile boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::destroyAll, "end-children"));
  }

  private final String name;
  private final Process process;

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Returns the command line of a JVM with the Java version and class path of this one, and with
   * its class-data archive if it has one.
   */
  public static List<String> java(List<String> jvmOptions, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith(ARCHIVE))
        .forEach(
            archive ->
                // An archive that does not fit is ignored without a warning.
                command.addAll(List.of(archive, "-Xshare:auto", "-Xlog:cds*=off")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  /** Starts a process whose error output goes where its output goes. */
  public static ChildProcess start(String name, ProcessBuilder builder) {
    try {
      Process process = builder.redirectErrorStream(true).start();
      RUNNING.add(process);
      var unused = process.onExit().thenRun(() -> RUNNING.remove(process));
      if (ending) {
        process.destroyForcibly();
      }
      return new ChildProcess(name, process);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the exit status of a process that has ended. */
  public int exitStatus() {
    return process.exitValue();
  }

  /** Returns the output of the process, unless its builder redirects it. */
  public InputStream output() {
    return process.getInputStream();
  }

  /** Returns the stream that is the input of the process. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Requests an orderly stop (SIGTERM), without waiting. */
  public void terminate() {
    // Process.destroy also closes the child's standard input, on which a child may halt at once.
    process.toHandle().destroy();
  }

  /** Kills it (SIGKILL), without waiting. */
  public void destroy() {
    process.destroyForcibly();
  }

  /** Kills it (SIGKILL), suspended or not, and waits for its end. */
  public void kill() {
    destroy();
    awaitEnd(KILL_LIMIT);
  }

  /**
   * Waits for its end.
   *
   * @throws HarnessException if it does not end within the limit
   */
  public void awaitEnd(Duration limit) {
    if (!endsWithin(limit)) {
      throw new HarnessException(name + " did not end within " + limit.toSeconds() + " s");
    }
  }

  /** Waits for its end; returns false if it does not end within the limit. */
  public boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HarnessException("interrupted while " + name + " ended", e);
    }
  }

  private static void destroyAll() {
    ending = true;
    RUNNING.forEach(Process::destroyForcibly);
  }
}
