package dev.darkstore.chaos.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Effect of all faults of one kind.
 *
 * @param kind the kind
 * @param count number of injections
 * @param withoutOutcomeMedianMillis the longest time without an outcome, median of the injections
 * @param withoutOutcomeMaxMillis the longest time without an outcome, worst of the injections
 * @param withoutPlacedMedianMillis the longest time without a placed order, median
 * @param withoutPlacedMaxMillis the longest time without a placed order, worst
 * @param expiryLatestMillis lateness of the latest reservation that ran out meanwhile; 0 if none
 *     did
 */
public record KindSummary(
    String kind,
    int count,
    long withoutOutcomeMedianMillis,
    long withoutOutcomeMaxMillis,
    long withoutPlacedMedianMillis,
    long withoutPlacedMaxMillis,
    long expiryLatestMillis) {

  static List<KindSummary> of(List<String> planned, List<FaultResult> faults) {
    Map<String, List<FaultResult>> byKind = new TreeMap<>();
    planned.forEach(kind -> byKind.put(kind, new ArrayList<>()));
    faults.forEach(
        fault -> byKind.computeIfAbsent(fault.kind(), k -> new ArrayList<>()).add(fault));
    return byKind.entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList();
  }

  private static KindSummary of(String kind, List<FaultResult> faults) {
    return new KindSummary(
        kind,
        faults.size(),
        median(faults, fault -> fault.withoutOutcome().toMillis()),
        max(faults, fault -> fault.withoutOutcome().toMillis()),
        median(faults, fault -> fault.withoutPlaced().toMillis()),
        max(faults, fault -> fault.withoutPlaced().toMillis()),
        max(faults, FaultResult::expiryLateMillis));
  }

  private static long max(List<FaultResult> faults, ToLongFunction<FaultResult> value) {
    return faults.stream().mapToLong(value).max().orElse(0);
  }

  private static long median(List<FaultResult> faults, ToLongFunction<FaultResult> value) {
    List<Long> sorted =
        faults.stream().map(value::applyAsLong).sorted(Comparator.naturalOrder()).toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }
}
