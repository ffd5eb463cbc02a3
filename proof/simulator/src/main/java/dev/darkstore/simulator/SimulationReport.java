package dev.darkstore.simulator;

import dev.darkstore.events.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Result of many runs.
 *
 * @param firstSeed seed of the first run; incremented for each further run
 * @param runs number of runs
 * @param orders number of orders in all runs
 * @param placed number of these that were placed
 * @param rejections number of these that were rejected, by reason
 * @param faults number of occurrences of each kind of fault
 * @param steps number of processed records and ticks
 * @param records number of records written
 * @param seconds duration of all runs
 * @param failures failed runs
 */
public record SimulationReport(
    long firstSeed,
    int runs,
    long orders,
    long placed,
    Map<Reason, Long> rejections,
    Map<Fault, Long> faults,
    long steps,
    long records,
    double seconds,
    List<RunResult> failures) {

  /** Minimum number of runs; with fewer, a fault may not occur by chance. */
  private static final int RUNS_THAT_SHOW_EVERY_FAULT = 100;

  public SimulationReport {
    rejections = new EnumMap<>(rejections);
    faults = new EnumMap<>(faults);
    failures = List.copyOf(failures);
  }

  /** Returns the kinds of fault that did not occur. */
  public List<Fault> missingFaults() {
    List<Fault> missing = new ArrayList<>(List.of(Fault.values()));
    missing.removeAll(faults.keySet());
    return missing;
  }

  /** Returns true if no run failed and, with enough runs, every kind of fault occurred. */
  public boolean isPassed() {
    return failures.isEmpty() && (runs < RUNS_THAT_SHOW_EVERY_FAULT || missingFaults().isEmpty());
  }

  /** Returns the command that repeats one run and prints its events. */
  public static String replayCommand(long seed) {
    return "./darkstore simulate --runs 1 --seed %d --timeline".formatted(seed);
  }

  /** Returns the report as text. */
  public String toText() {
    return SimulationReportText.of(this);
  }

  /** Returns the report as one JSON object. */
  public String toJson() {
    return SimulationReportJson.of(this);
  }

  /** Accumulator of results; not thread-safe. */
  static final class Builder {
    private final long firstSeed;
    private final Map<Reason, Long> rejections = new EnumMap<>(Reason.class);
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final List<RunResult> failures = new ArrayList<>();
    private int runs;
    private long orders;
    private long placed;
    private long steps;
    private long records;

    Builder(long firstSeed) {
      this.firstSeed = firstSeed;
    }

    void add(RunResult result) {
      runs++;
      orders += result.orders();
      placed += result.placed();
      steps += result.steps();
      records += result.records();
      result
          .rejections()
          .forEach((reason, count) -> rejections.merge(reason, (long) count, Long::sum));
      result.faults().forEach((fault, count) -> faults.merge(fault, (long) count, Long::sum));
      if (result.failure().isPresent()) {
        failures.add(result);
      }
    }

    SimulationReport build(double seconds) {
      failures.sort((a, b) -> Long.compare(a.seed(), b.seed()));
      return new SimulationReport(
          firstSeed, runs, orders, placed, rejections, faults, steps, records, seconds, failures);
    }
  }

  String rate() {
    return String.format(Locale.ROOT, "%.1f", seconds > 0 ? runs / seconds : 0.0);
  }
}
