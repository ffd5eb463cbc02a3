package dev.darkstore.simulator;

import java.util.Locale;

/** Text of a report, for people. */
final class SimulationReportText {
  private SimulationReportText() {}

  static String of(SimulationReport report) {
    StringBuilder text = new StringBuilder();
    line(text, "runs", report.runs() + " (seeds from " + report.firstSeed() + ")");
    line(text, "orders", Long.toString(report.orders()));
    line(text, "placed", Long.toString(report.placed()));
    report.rejections().forEach((reason, count) -> line(text, "  " + reason, count.toString()));
    line(text, "steps", Long.toString(report.steps()));
    line(text, "records", Long.toString(report.records()));
    line(
        text,
        "seconds",
        String.format(Locale.ROOT, "%.1f (%s runs/s)", report.seconds(), report.rate()));
    text.append("faults\n");
    report.faults().forEach((fault, count) -> line(text, "  " + fault, count.toString()));
    report.missingFaults().forEach(fault -> line(text, "  " + fault, "never"));
    for (RunResult failed : report.failures()) {
      RunResult.Failure failure = failed.failure().orElseThrow();
      text.append(
          "%nseed %d failed: %s: %s%nagain: %s%n%s"
              .formatted(
                  failed.seed(),
                  failure.invariant(),
                  failure.sentence(),
                  SimulationReport.replayCommand(failed.seed()),
                  failure.timeline()));
    }
    text.append(report.isPassed() ? "everything held\n" : "FAILED\n");
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-24s %s%n", name, value));
  }
}
