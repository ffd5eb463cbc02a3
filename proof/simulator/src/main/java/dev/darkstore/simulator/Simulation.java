package dev.darkstore.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Seeded runs of the production topologies under faults. A run is determined by its seed and the
 * settings: a repeat is equal, byte for byte.
 */
public final class Simulation {
  private final SimulationSettings settings;

  /** Creates runs with these settings. */
  public Simulation(SimulationSettings settings) {
    this.settings = settings;
  }

  /** Executes one run. */
  public RunResult run(long seed) {
    return new SimulationRun(seed, settings).play();
  }

  /** Executes one run, and returns its events from beginning to end. */
  public String timeline(long seed) {
    SimulationRun run = new SimulationRun(seed, settings);
    run.play();
    return run.timeline(Optional.empty());
  }

  /**
   * Executes runs with consecutive seeds. No further run is started after the maximum of failures.
   *
   * @param runs number of runs
   * @param threads number of concurrent runs
   * @param failuresMax maximum number of failures before it stops
   * @param listener consumer of each completed run; called by one thread at a time, in no
   *     particular sequence
   */
  public SimulationReport run(
      long firstSeed, int runs, int threads, int failuresMax, Consumer<RunResult> listener) {
    long startNanos = System.nanoTime();
    SimulationReport.Builder report = new SimulationReport.Builder(firstSeed);
    AtomicLong next = new AtomicLong();
    AtomicInteger failures = new AtomicInteger();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        done.add(
            workers.submit(
                () -> {
                  long number = next.getAndIncrement();
                  while (number < runs && failures.get() < failuresMax) {
                    RunResult result = run(firstSeed + number);
                    if (result.failure().isPresent()) {
                      failures.incrementAndGet();
                    }
                    synchronized (report) {
                      report.add(result);
                      listener.accept(result);
                    }
                    number = next.getAndIncrement();
                  }
                }));
      }
      for (Future<?> worker : done) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run was aborted", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      workers.shutdownNow();
    }
    return report.build((System.nanoTime() - startNanos) / 1e9);
  }
}
