package dev.darkstore.conformance.report;

import java.util.Locale;

/** Renders a report for people. */
final class TextReport {
  private static final String PAGE = "schemas/PROTOCOL.md";

  private TextReport() {}

  static String of(ConformanceReport report) {
    StringBuilder text = new StringBuilder();
    for (ScenarioResult scenario : report.scenarios()) {
      line(text, "%-52s %s", scenario.name(), verdict(scenario));
    }
    for (ScenarioResult scenario : report.scenarios()) {
      scenario.findings().forEach(finding -> finding(text, scenario, finding));
    }
    line(text, "");
    line(
        text,
        "%s: %,d scenarios, %,d failed, %,d skipped; %,d records sent, %,d received, %.1f s, seed %d",
        report.isConforming()
            ? report.branch() + " conforms"
            : report.branch() + " does NOT conform",
        report.scenarios().size(),
        report.scenarios().stream().filter(scenario -> !scenario.findings().isEmpty()).count(),
        report.scenarios().stream().filter(scenario -> scenario.skipped().isPresent()).count(),
        report.sent(),
        report.received(),
        report.millis() / 1_000.0,
        report.seed());
    return text.toString();
  }

  static String verdict(ScenarioResult scenario) {
    if (scenario.skipped().isPresent()) {
      return "skipped: " + scenario.skipped().get();
    }
    return scenario.isPassed()
        ? "passed"
        : "FAILED, "
            + (scenario.findings().size() == 1
                ? "1 finding"
                : scenario.findings().size() + " findings");
  }

  static void finding(StringBuilder text, ScenarioResult scenario, Finding finding) {
    line(text, "");
    line(text, "%s  %s: %s", finding.rule(), scenario.name(), finding.sentence());
    line(text, "  rule: %s", finding.rule().sentence());
    line(text, "  place: %s, \"%s\"", PAGE, finding.rule().place());
    line(text, "  order %s", finding.orderId());
    for (Exchange record : finding.records()) {
      line(
          text,
          "  %+7d ms  %-26s  %s",
          record.sinceBeginMillis(),
          record.position(),
          record.text());
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
