package dev.darkstore.benchmarks.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU time that processes have used so far, from {@code /proc}.
 *
 * @param secondsByProcess CPU time in user and kernel mode, all threads, by process
 * @param machineSeconds CPU time that all processes on the machine have used
 */
public record Usage(Map<String, Double> secondsByProcess, double machineSeconds, long takenNanos) {
  /** Name of this process, the load driver, in the results. */
  public static final String DRIVER = "driver";

  /** Unit of the kernel's counters, on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100.0;

  // Columns of /proc/PID/stat, counted from the one after the name in brackets.
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  // Columns of the first line of /proc/stat, after its name.
  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int COLUMNS = 8;

  public Usage {
    secondsByProcess = new LinkedHashMap<>(secondsByProcess);
  }

  public static Usage now(Cluster cluster) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (JavaProcess process : cluster.processes()) {
      seconds.put(process.name(), secondsOf(process.pid()));
    }
    seconds.put(DRIVER, secondsOf(ProcessHandle.current().pid()));
    return new Usage(seconds, machine(), System.nanoTime());
  }

  /** Returns the usage since an earlier reading. */
  public Usage since(Usage before) {
    Map<String, Double> used = new LinkedHashMap<>();
    secondsByProcess.forEach(
        (name, seconds) ->
            used.put(name, seconds - before.secondsByProcess.getOrDefault(name, 0.0)));
    return new Usage(used, machineSeconds - before.machineSeconds, takenNanos - before.takenNanos);
  }

  /** Returns the CPU time of all other processes; a high value invalidates a measurement. */
  public double othersSeconds() {
    return Math.max(
        0, machineSeconds - secondsByProcess.values().stream().mapToDouble(s -> s).sum());
  }

  public static double loadAverage() {
    return Double.parseDouble(read(Path.of("/proc/loadavg")).split(" ", -1)[0]);
  }

  private static double secondsOf(long pid) {
    String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
    String[] columns = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(columns[USER_TICKS]) + Long.parseLong(columns[SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }

  private static double machine() {
    String line = read(Path.of("/proc/stat")).lines().findFirst().orElseThrow();
    List<Long> ticks = new ArrayList<>();
    for (String column : line.substring("cpu".length()).trim().split(" ", -1)) {
      ticks.add(Long.parseLong(column));
    }
    long busy = 0;
    for (int i = 0; i < COLUMNS; i++) {
      if (i != IDLE && i != WAITING) {
        busy += ticks.get(i);
      }
    }
    return busy / TICKS_PER_SECOND;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
