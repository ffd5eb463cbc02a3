package dev.darkstore.chaos.report;

import dev.darkstore.chaos.load.LedgerTotals;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders a report as a document. */
final class ReportMarkdown {
  private ReportMarkdown() {}

  static String of(ChaosReport report) {
    StringBuilder text = new StringBuilder();
    LedgerTotals orders = report.orders();
    text.append(
        """
        # Chaos report

        %s

        | | |
        |---|---|
        | command | `%s` |
        | took | %d min %d s |
        | faults injected | %,d of %d kinds |
        | orders acknowledged | %,d |
        | placed | %,d |
        | rejected | %,d%s |
        | dead letter only | %,d |
        | lost | %,d |
        | latency, faults included | p50 %,d ms, p99 %,d ms, max %,d ms |
        | reservations expired | %,d, at most %,d ms late |
        | restarts | %,d |
        | brokers restarted to recover | %s |
        | processes that ended by themselves | %s |
        | audit | %s |

        ## Outages

        The longest time without a decision and without a placed order on a partition concerned, after each
        fault; median and maximum over the injections of a kind. Expiry late: delay of an expired reservation
        after its timer. For kills mid-punctuation the figures include the return of the other side, which is
        frozen until the kill.

        | fault | times | without an outcome, ms | without a placed order, ms | expiry late, ms |
        |---|--:|--:|--:|--:|
        """
            .formatted(
                report.isClean() ? "Everything held." : "**Not everything held.**",
                report.command(),
                report.duration().toMinutes(),
                report.duration().toSecondsPart(),
                report.faults().size(),
                report.kinds().stream().filter(kind -> kind.count() > 0).count(),
                orders.acknowledged(),
                orders.placed(),
                orders.rejectedTotal(),
                orders.rejected().isEmpty() ? "" : " (%s)".formatted(listed(orders.rejected())),
                orders.deadLetterOnly(),
                orders.lost(),
                orders.latencyMedianMillis(),
                orders.latencyP99Millis(),
                orders.latencyMaxMillis(),
                report.expiries(),
                report.expiryLatestMillis(),
                report.restarts(),
                report.assisted().isEmpty()
                    ? "never"
                    : "after " + String.join(", ", report.assisted()),
                report.exits().isEmpty() ? "none" : listed(report.exits()),
                audit(report)));
    for (KindSummary kind : report.kinds()) {
      text.append(
          "| %s | %d | %,d / %,d | %,d / %,d | %s |%n"
              .formatted(
                  kind.kind(),
                  kind.count(),
                  kind.withoutOutcomeMedianMillis(),
                  kind.withoutOutcomeMaxMillis(),
                  kind.withoutPlacedMedianMillis(),
                  kind.withoutPlacedMaxMillis(),
                  kind.expiryLatestMillis() == 0
                      ? "–"
                      : "%,d".formatted(kind.expiryLatestMillis())));
    }
    if (!report.isClean()) {
      text.append("\n## Problems\n\n");
      report.problems().forEach(problem -> text.append("- ").append(problem).append('\n'));
    }
    return text.toString();
  }

  private static String audit(ChaosReport report) {
    return report
        .audit()
        .map(
            audit ->
                audit.isClean()
                    ? "clean, %,d records".formatted(audit.counts().records())
                    : "%,d violations".formatted(audit.violationTotal()))
        .orElse("did not come to it");
  }

  private static String listed(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
