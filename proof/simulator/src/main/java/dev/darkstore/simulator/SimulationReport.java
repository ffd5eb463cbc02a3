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
 * @param firstSeed the seed of the first run; the others follow
 * @param runs number of runs
 * @param orders number of orders that were placed in all of them
 * @param placed number of them that got what they asked for
 * @param rejections number of those that did not, by reason
 * @param faults number of times that each kind of fault fired
 * @param steps number of records processed and ticks that came round
 * @param records number of records written
 * @param seconds duration of all runs
 * @param failures the runs that failed
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

  /** With fewer runs, chance alone may have kept a fault from firing. */
  private static final int RUNS_THAT_SHOW_EVERY_FAULT = 100;

  public SimulationReport {
    rejections = new EnumMap<>(rejections);
    faults = new EnumMap<>(faults);
    failures = List.copyOf(failures);
  }

  /** The kinds of fault that never fired. */
  public List<Fault> missingFaults() {
    List<Fault> missing = new ArrayList<>(List.of(Fault.values()));
    missing.removeAll(faults.keySet());
    return missing;
  }

  /** Returns true if no run failed and, if there were enough of them, every kind of fault fired. */
  public boolean isPassed() {
    return failures.isEmpty() && (runs < RUNS_THAT_SHOW_EVERY_FAULT || missingFaults().isEmpty());
  }

  /** The command that does one run again and tells it. */
  public static String replayCommand(long seed) {
    return "./darkstore simulate --runs 1 --seed %d --timeline".formatted(seed);
  }

  /** As text. */
  public String toText() {
    return SimulationReportText.of(this);
  }

  /** As one JSON object. */
  public String toJson() {
    return SimulationReportJson.of(this);
  }

  /** Adds up results; not for several threads at a time. */
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
