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
 * @param sinceMillis earliest time of the orders that were checked; empty if all were
 * @param counts totals of the records and orders read
 * @param violationCounts number of violations, by invariant
 * @param violations the first violations
 * @param timelines timelines of the first orders concerned
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
   * Events of one order, in the order of time.
   *
   * @param orderId id of the order
   * @param entries events
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

  /** Returns the number of violations, including those not kept. */
  public long violationTotal() {
    return violationCounts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns a copy of this report with the timelines. */
  public AuditReport with(List<Timeline> timelines) {
    return new AuditReport(sinceMillis, counts, violationCounts, violations, timelines);
  }

  /** Returns the report as a table for people. */
  public String toText() {
    return TextReport.of(this);
  }

  /** Returns the report as one JSON object. */
  public String toJson() {
    return JsonReport.of(this);
  }
}
