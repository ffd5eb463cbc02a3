package dev.darkstore.audit.report;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.finding.Violation;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Result of an audit: counts, violations and timelines.
 *
 * @param sinceMillis earliest time of the orders that were judged; empty if all were
 * @param counts totals of the records and orders read
 * @param violationCounts number of violations, by invariant
 * @param violations the first of them
 * @param timelines timelines of the first of the orders that they concern
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
   * Events of one order, in the order in which they happened.
   *
   * @param orderId the order
   * @param entries its events
   */
  public record Timeline(String orderId, List<TimelineEntry> entries) {
    public Timeline {
      entries = List.copyOf(entries);
    }
  }

  /** Returns true if every invariant held. */
  public boolean isClean() {
    return violationCounts.isEmpty();
  }

  /** All violations, those included that are not kept. */
  public long violationTotal() {
    return violationCounts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns a copy of this report with the timelines. */
  public AuditReport with(List<Timeline> told) {
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
