package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.report.Results;
import java.nio.file.Path;
import java.util.Locale;

/** Section of the benchmarks, measured independently. */
public enum Section {
  ALTERNATIVES,
  PAIRS,
  SUSTAINED,
  RUSH,
  PEER,
  TIMERS,
  HEAP,
  CONTENTION,
  RECOVERY,
  GROWTH;

  private static final int SUSTAINED_ATTEMPTS = 3;

  /** Measures the section; {@link Results} defines the type of the result. */
  public Object measure(Path folder, int pairs, int heapMinutes) {
    return switch (this) {
      case ALTERNATIVES -> Alternatives.measure(folder);
      case PAIRS -> Pairs.measure(folder, pairs);
      case SUSTAINED -> Sustained.measure(folder, SUSTAINED_ATTEMPTS);
      case RUSH -> Rush.measure(folder);
      case PEER -> Peer.measure(folder);
      case TIMERS -> Timers.measure(folder);
      case HEAP -> Heap.measure(folder, heapMinutes);
      case CONTENTION -> Contention.measure(folder);
      case RECOVERY -> Recovery.measure(folder);
      case GROWTH -> Growth.measure(folder);
    };
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
