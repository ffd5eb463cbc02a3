package dev.darkstore.benchmarks.cluster;

import dev.darkstore.harness.ChildProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Measured component in a separate JVM, as in production. It reports that it is ready by a line on
 * its output, and ends when its input ends, so also when this process ends or crashes.
 */
public final class JavaProcess implements AutoCloseable {
  /** Beginning of the line by which a process reports that it is ready. */
  static final String READY = "READY ";

  /** Beginning of the line by which a process answers a question. */
  static final String ANSWER = "ANSWER ";

  /** Question to a process. */
  public enum Question {
    /** Bytes on the heap after a full collection. */
    LIVE_HEAP,
    /** Milliseconds that the compilers have worked so far. */
    COMPILED
  }

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
  private static volatile Optional<Profiler> profiler = Optional.empty();

  private final String name;
  private final Path log;
  private final ChildProcess process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final BlockingQueue<Long> answers = new LinkedBlockingQueue<>();

  private JavaProcess(String name, Path log, ChildProcess process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a process.
   *
   * @param folder folder of its output
   * @param jvmOptions garbage collector and other options of this process
   * @param heapMegabytes fixed size of its heap
   */
  public static JavaProcess start(
      String name,
      Path folder,
      List<String> jvmOptions,
      int heapMegabytes,
      Class<?> main,
      List<String> arguments) {
    List<String> options = new ArrayList<>(jvmOptions);
    profiler.ifPresent(each -> options.addAll(each.jvmOptions(name)));
    options.add("-Xms" + heapMegabytes + "m");
    options.add("-Xmx" + heapMegabytes + "m");
    options.add("-Dlogback.configurationFile=benchmarks-logback.xml");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
    JavaProcess started =
        new JavaProcess(
            name,
            folder.resolve(name + ".log"),
            ChildProcess.start(
                name, new ProcessBuilder(ChildProcess.java(options, main, arguments))));
    Thread reader = new Thread(started::keepOutput, "output-of-" + name);
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  /** Profiles all processes that are started from now on. */
  public static void profile(Profiler with) {
    profiler = Optional.of(with);
  }

  /** Waits until the process is ready, and returns the message of its ready line. */
  String awaitReady(Duration patience) {
    try {
      return ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%s is not ready after %d s; see %s".formatted(name, patience.toSeconds(), log), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " started", e);
    }
  }

  /** Sends a question to the process and returns its answer; one question at a time. */
  public long ask(Question question) {
    try {
      process.input().write((question + "\n").getBytes(StandardCharsets.UTF_8));
      process.input().flush();
      Long answer = answers.poll(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null) {
        throw new IllegalStateException(name + " did not answer in time: " + question);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not accept questions", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  public String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills the process at once, as kill -9 does. */
  public void kill() {
    process.kill();
  }

  /** Stops the process in an orderly way; kills it after a timeout. */
  @Override
  public void close() {
    try {
      process.input().close();
    } catch (IOException e) {
      // The process has already ended.
      process.destroy();
    }
    if (!process.endsWithin(STOP_PATIENCE)) {
      kill();
    }
  }

  private void keepOutput() {
    try (BufferedReader output =
            new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
        BufferedWriter kept = Files.newBufferedWriter(log)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(READY)) {
          ready.complete(line.substring(READY.length()));
        }
        if (line.startsWith(ANSWER)) {
          answers.add(Long.parseLong(line.substring(ANSWER.length())));
        }
        kept.write(line);
        kept.newLine();
        kept.flush();
      }
      ready.completeExceptionally(
          new IllegalStateException(name + " ended before it was ready; see " + log));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }
}
