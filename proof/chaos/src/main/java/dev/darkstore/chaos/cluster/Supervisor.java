package dev.darkstore.chaos.cluster;

import dev.darkstore.chaos.clock.ClockAgent;
import dev.darkstore.harness.ChildProcess;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Owner of the child processes of a run, all of which end with it: restarts those that are required
 * and have ended, and counts unrequested exits.
 */
public final class Supervisor implements AutoCloseable {
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dlogback.configurationFile=chaos-child-logback.xml");
  private static final long LOOK_EVERY_MILLIS = 100;

  private final Path logs;
  private final Duration restartPause;
  private final Path clockAgent;
  private final List<SupervisedProcess> processes = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> exits = new TreeMap<>();
  private final Ticker ticker;

  /**
   * Creates a supervisor without processes.
   *
   * @param logs folder of the logs of its processes
   * @param restartPause pause between the end of a process and its restart
   */
  public Supervisor(Path logs, Duration restartPause, Failures failures) {
    this.logs = logs;
    this.restartPause = restartPause;
    this.clockAgent = logs.resolve("clock-agent.jar");
    ClockAgent.writeJar(clockAgent);
    ticker = new Ticker("supervisor", LOOK_EVERY_MILLIS, this::look, failures);
  }

  /** Creates a process without starting it. */
  SupervisedProcess process(
      String name, Collection<String> jvmOptions, Class<?> mainClass, Path properties) {
    List<String> options = new ArrayList<>(OPTIONS);
    options.addAll(jvmOptions);
    MachineClock clock = MachineClock.right(properties.resolveSibling("clock"));
    options.add("-javaagent:%s=%s".formatted(clockAgent, clock.file()));
    SupervisedProcess process =
        new SupervisedProcess(
            name,
            ChildProcess.java(
                options, ChildMain.class, List.of(mainClass.getName(), properties.toString())),
            clock,
            logs.resolve(name + ".log"),
            restartPause);
    processes.add(process);
    return process;
  }

  /** Makes all running processes write a thread dump to their logs. */
  public void dumpThreads() {
    processes.forEach(SupervisedProcess::dumpThreads);
  }

  /** Returns the number of unrequested exits, by process and status. */
  public synchronized Map<String, Integer> exits() {
    return new TreeMap<>(exits);
  }

  /** Returns the number of restarts, for any reason. */
  public int restarts() {
    return processes.stream().mapToInt(SupervisedProcess::restarts).sum();
  }

  /** Ends the supervision, and kills all running processes. */
  @Override
  public void close() {
    ticker.close();
    processes.forEach(SupervisedProcess::destroy);
  }

  private void look() {
    long nowNanos = System.nanoTime();
    for (SupervisedProcess process : processes) {
      OptionalInt status = process.supervise(nowNanos);
      if (status.isPresent()) {
        count("%s with status %d".formatted(process.name(), status.getAsInt()));
      }
    }
  }

  private synchronized void count(String exit) {
    exits.merge(exit, 1, Integer::sum);
  }
}
