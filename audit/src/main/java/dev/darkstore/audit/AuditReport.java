package dev.darkstore.audit;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What an audit read and found.
 *
 * @param sinceMillis from when on orders were judged; empty if all were
 * @param counts what was read
 * @param violationCounts how many violations there are, by invariant
 * @param violations the first of them
 * @param timelines what happened to the first of the orders that they concern
 */
public record AuditReport(
    OptionalLong sinceMillis,
    Counts counts,
    Map<Invariant, Long> violationCounts,
    List<Violation> violations,
    List<Timeline> timelines) {
  public AuditReport {
    Map<Invariant, Long> copy = new EnumMap<>(Invariant.class);
    copy.putAll(violationCounts);
    violationCounts = Collections.unmodifiableMap(copy);
    violations = List.copyOf(violations);
    timelines = List.copyOf(timelines);
  }

  /**
   * What happened to one order, in the order in which it happened.
   *
   * @param orderId the order
   * @param entries what happened
   */
  public record Timeline(String orderId, List<TimelineEntry> entries) {
    public Timeline {
      entries = List.copyOf(entries);
    }
  }

  /** Whether everything held that must hold. */
  public boolean isClean() {
    return violationCounts.isEmpty();
  }

  /** All violations, those included that are not kept. */
  public long violationTotal() {
    return violationCounts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same report with timelines. */
  AuditReport with(List<Timeline> told) {
    return new AuditReport(sinceMillis, counts, violationCounts, violations, told);
  }

  /** The report as a table that a person can read. */
  public String toText() {
    return TextReport.of(this);
  }

  /** The report as one JSON object. */
  public String toJson() {
    return JsonReport.of(this);
  }
}
