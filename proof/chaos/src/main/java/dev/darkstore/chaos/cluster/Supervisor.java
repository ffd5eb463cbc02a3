package dev.darkstore.chaos.cluster;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Starts what is wanted and has ended, and counts what ended unasked. */
public final class Supervisor implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 100;

  private final List<SupervisedProcess> processes = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> exits = new TreeMap<>();
  private final Ticker ticker;

  public Supervisor(Failures failures) {
    ticker = new Ticker("supervisor", LOOK_EVERY_MILLIS, this::look, failures);
  }

  public void add(SupervisedProcess process) {
    processes.add(process);
  }

  /** How often processes ended unasked, by name and status. */
  public synchronized Map<String, Integer> exits() {
    return new TreeMap<>(exits);
  }

  /** How often processes were started again, by whatever they had ended. */
  public int restarts() {
    return processes.stream().mapToInt(SupervisedProcess::restarts).sum();
  }

  @Override
  public void close() {
    ticker.close();
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
