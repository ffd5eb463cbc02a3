package dev.darkstore.local.demo;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.finding.Violation;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.events.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Table of the demo's result: name, figure and remark. */
final class ResultTable {
  private static final int VIOLATIONS_SHOWN_MAX = 10;

  private final Terminal terminal;

  ResultTable(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Writes the table. */
  void show(Summary summary, List<OrderHistory> histories) {
    row("orders", count(summary.orders()), "");
    row("placed", count(summary.placed()), "goods and agent assigned, both or neither");
    row("rejected", count(summary.rejectedTotal()), "");
    summary.rejected().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(
            entry ->
                row(
                    "  " + entry.getKey(),
                    count(entry.getValue()),
                    example(entry.getKey(), histories)));
    if (summary.unanswered() > 0) {
      row("no outcome", count(summary.unanswered()), "expected: 0");
    }
    row(
        "latency p50",
        millis(summary.p50Millis()),
        "from sending an order to reading its outcome,");
    row("latency p99", millis(summary.p99Millis()), "committed");
    if (summary.audit().isClean()) {
      row(
          "audit",
          "clean",
          "%,d records read again from the topics, %d invariants hold"
              .formatted(summary.audit().counts().records(), Invariant.values().length));
    } else {
      row("audit", "BROKEN", "%,d violations".formatted(summary.audit().violationTotal()));
      terminal.line();
      summary.audit().violations().stream()
          .limit(VIOLATIONS_SHOWN_MAX)
          .map(Violation::toString)
          .forEach(text -> terminal.line("  " + terminal.red(text)));
    }
  }

  private static String example(Reason reason, List<OrderHistory> histories) {
    return histories.stream()
        .filter(h -> h.rejection().filter(r -> r.getReason() == reason).isPresent())
        .findFirst()
        .map(h -> h.order().getOrderId() + ": " + h.rejection().orElseThrow().getDetail())
        .orElse("");
  }

  private void row(String name, String figure, String remark) {
    String text = "  %-22s %9s".formatted(name, figure);
    String coloured =
        switch (figure) {
          case "clean" -> text.replace(figure, terminal.green(figure));
          case "BROKEN" -> text.replace(figure, terminal.red(figure));
          default -> text;
        };
    terminal.line(remark.isEmpty() ? coloured : coloured + "   " + terminal.dim(remark));
  }

  private static String count(int count) {
    return "%,d".formatted(count);
  }

  private static String millis(double millis) {
    return "%,.0f ms".formatted(millis);
  }
}
