package dev.darkstore.audit.report;

import dev.darkstore.audit.finding.Invariant;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders a report for people. */
final class TextReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private TextReport() {}

  static String of(AuditReport report) {
    StringBuilder text = new StringBuilder();
    Counts counts = report.counts();
    row(text, "records read", number(counts.records()));
    report
        .sinceMillis()
        .ifPresent(
            since -> row(text, "orders judged since", TIME.format(Instant.ofEpochMilli(since))));
    row(text, "orders", number(counts.orders()));
    row(text, "  placed", number(counts.placed()));
    row(text, "  rejected", number(counts.rejectedTotal()) + byName(counts.rejected()));
    row(text, "  no outcome yet", number(counts.inFlight()));
    if (counts.waiting() > 0) {
      row(text, "  waiting", number(counts.waiting()) + ", for services that are behind");
    }
    row(
        text,
        "notifications",
        "%s to stores, %s to agents"
            .formatted(
                number(counts.storeNotifications()), number(counts.deliveryNotifications())));
    long letters = counts.deadLetters().values().stream().mapToLong(Long::longValue).sum();
    row(text, "dead letters", number(letters) + byName(counts.deadLetters()));
    row(text, "skus and agents", number(counts.units()));
    row(
        text,
        "reservations expired",
        counts.ranOut() == 0
            ? "0"
            : "%s, at most %s ms late"
                .formatted(number(counts.ranOut()), number(counts.latenessMaxMillis())));
    text.append('\n');
    for (Invariant invariant : Invariant.values()) {
      long count = report.violationCounts().getOrDefault(invariant, 0L);
      row(text, invariant.name(), count == 0 ? "holds" : "BROKEN, " + times(count));
    }
    violations(text, report);
    report.timelines().forEach(timeline -> timeline(text, timeline));
    return text.toString();
  }

  private static void violations(StringBuilder text, AuditReport report) {
    if (report.isClean()) {
      return;
    }
    text.append('\n');
    report.violations().forEach(violation -> text.append(violation).append('\n'));
    long left = report.violationTotal() - report.violations().size();
    if (left > 0) {
      text.append("… and ").append(number(left)).append(" more\n");
    }
  }

  private static void timeline(StringBuilder text, AuditReport.Timeline timeline) {
    text.append("\norder ").append(timeline.orderId()).append('\n');
    for (TimelineEntry entry : timeline.entries()) {
      text.append(
          "  %+9d ms  %s  %-24s %8d  %s%n"
              .formatted(
                  entry.sinceOrderMillis(),
                  TIME.format(Instant.ofEpochMilli(entry.atMillis())),
                  entry.topic().topicName() + "-" + entry.partition(),
                  entry.offset(),
                  entry.event()));
    }
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("%-22s %s%n".formatted(name, value));
  }

  private static <K extends Enum<K>> String byName(Map<K, Long> counts) {
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
            .map(entry -> entry.getKey() + " " + number(entry.getValue()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String times(long count) {
    return count == 1 ? "once" : number(count) + " times";
  }

  private static String number(long value) {
    return "%,d".formatted(value);
  }
}
