package dev.darkstore.chaos.load;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Totals of the orders of a run, as customers saw them.
 *
 * @param acknowledged orders that the broker acknowledged
 * @param unacknowledged records that it did not acknowledge in time, which may exist or not
 * @param placed orders that were placed
 * @param rejected orders that were rejected, by reason
 * @param deadLetterOnly acknowledged orders that have a dead letter and no outcome
 * @param lost acknowledged orders with neither
 * @param contradictions descriptions of contradictory outcomes
 * @param latencyMedianMillis time from sending an order to seeing its outcome, median
 * @param latencyP99Millis time from sending an order to seeing its outcome, 99th percentile
 * @param latencyMaxMillis time from sending an order to seeing its outcome, the longest
 */
public record LedgerTotals(
    int acknowledged,
    int unacknowledged,
    int placed,
    Map<String, Integer> rejected,
    int deadLetterOnly,
    int lost,
    List<String> contradictions,
    long latencyMedianMillis,
    long latencyP99Millis,
    long latencyMaxMillis) {
  public LedgerTotals {
    rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    contradictions = List.copyOf(contradictions);
  }

  /** Returns the number of rejected orders. */
  public int rejectedTotal() {
    return rejected.values().stream().mapToInt(Integer::intValue).sum();
  }
}
