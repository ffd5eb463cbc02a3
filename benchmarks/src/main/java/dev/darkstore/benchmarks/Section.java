package dev.darkstore.benchmarks;

import java.nio.file.Path;
import java.util.Locale;

/** What can be measured, each by itself. */
enum Section {
  PAIRS,
  SUSTAINED,
  PEER,
  TIMERS,
  HEAP,
  RECOVERY,
  GROWTH;

  private static final int SUSTAINED_ATTEMPTS = 3;

  /** Measures; what comes back is of the type {@link #type()}. */
  Object measure(Path folder, int pairs) {
    return switch (this) {
      case PAIRS -> Pairs.measure(folder, pairs);
      case SUSTAINED -> Sustained.measure(folder, SUSTAINED_ATTEMPTS);
      case PEER -> Peer.measure(folder);
      case TIMERS -> Timers.measure(folder);
      case HEAP -> Heap.measure(folder);
      case RECOVERY -> Recovery.measure(folder);
      case GROWTH -> Growth.measure(folder);
    };
  }

  Class<?> type() {
    return switch (this) {
      case PAIRS -> Pairs.class;
      case SUSTAINED -> Sustained.class;
      case PEER -> Peer.class;
      case TIMERS -> Timers.class;
      case HEAP -> Heap.class;
      case RECOVERY -> Recovery.class;
      case GROWTH -> Growth.class;
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
