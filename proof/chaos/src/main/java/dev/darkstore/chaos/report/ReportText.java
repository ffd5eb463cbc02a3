package dev.darkstore.chaos.report;

import dev.darkstore.chaos.load.LedgerTotals;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders a report for a terminal. */
final class ReportText {
  private ReportText() {}

  static String of(ChaosReport report) {
    StringBuilder text = new StringBuilder();
    row(text, "seed", Long.toString(report.seed()));
    row(text, "again with", report.command());
    row(
        text,
        "took",
        "%d min %d s".formatted(report.duration().toMinutes(), report.duration().toSecondsPart()));
    LedgerTotals orders = report.orders();
    row(text, "orders acknowledged", "%,d".formatted(orders.acknowledged()));
    row(text, "  placed", "%,d".formatted(orders.placed()));
    row(text, "  rejected", "%,d%s".formatted(orders.rejectedTotal(), byName(orders.rejected())));
    row(text, "  dead letter only", "%,d".formatted(orders.deadLetterOnly()));
    row(text, "  lost", "%,d".formatted(orders.lost()));
    row(text, "not acknowledged", "%,d".formatted(orders.unacknowledged()));
    row(
        text,
        "latency",
        "p50 %,d ms, p99 %,d ms, max %,d ms"
            .formatted(
                orders.latencyMedianMillis(),
                orders.latencyP99Millis(),
                orders.latencyMaxMillis()));
    row(
        text,
        "reservations expired",
        "%,d, at most %,d ms late".formatted(report.expiries(), report.expiryLatestMillis()));
    row(text, "restarts", Integer.toString(report.restarts()));
    row(
        text,
        "brokers restarted to recover",
        report.assisted().isEmpty() ? "never" : "after " + String.join(", ", report.assisted()));
    row(
        text,
        "ended by themselves",
        report.exits().isEmpty() ? "none" : byName(report.exits()).strip());
    text.append('\n');
    faults(text, report);
    text.append('\n');
    report.audit().ifPresent(audit -> text.append(audit.toText()).append('\n'));
    if (report.isClean()) {
      text.append("Everything held.\n");
    }
    report.problems().forEach(problem -> text.append("PROBLEM  ").append(problem).append('\n'));
    return text.toString();
  }

  private static void faults(StringBuilder text, ChaosReport report) {
    text.append(
        "%-44s %5s %19s %19s %11s%n"
            .formatted(
                "fault (times in ms, median / max)",
                "times",
                "without an outcome",
                "without a placed",
                "expiry late"));
    for (KindSummary kind : report.kinds()) {
      text.append(
          "%-44s %5d %9d / %7d %9d / %7d %11d%n"
              .formatted(
                  kind.kind(),
                  kind.count(),
                  kind.withoutOutcomeMedianMillis(),
                  kind.withoutOutcomeMaxMillis(),
                  kind.withoutPlacedMedianMillis(),
                  kind.withoutPlacedMaxMillis(),
                  kind.expiryLatestMillis()));
    }
    text.append("%-44s %5d%n".formatted("all", report.faults().size()));
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("%-22s %s%n".formatted(name, value));
  }

  private static String byName(Map<String, Integer> counts) {
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
