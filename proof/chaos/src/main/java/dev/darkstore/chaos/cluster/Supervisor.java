package dev.darkstore.chaos.cluster;

import dev.darkstore.harness.Failures;
import dev.darkstore.harness.Ticker;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Restarts required processes that have ended, and counts unrequested exits. */
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

  /** Returns the number of unrequested exits, by process and status. */
  public synchronized Map<String, Integer> exits() {
    return new TreeMap<>(exits);
  }

  /** Returns the number of restarts, for any reason. */
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
