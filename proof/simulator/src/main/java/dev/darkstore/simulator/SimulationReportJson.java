package dev.darkstore.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JSON of a report, for programs. It contains only numbers, names and seeds, which need no
 * escaping.
 */
final class SimulationReportJson {
  private SimulationReportJson() {}

  static String of(SimulationReport report) {
    return "{\"runs\":%d,\"firstSeed\":%d,\"orders\":%d,\"placed\":%d,\"rejected\":%s,\"faults\":%s,"
            .formatted(
                report.runs(),
                report.firstSeed(),
                report.orders(),
                report.placed(),
                object(report.rejections()),
                object(report.faults()))
        + String.format(
            Locale.ROOT,
            "\"steps\":%d,\"records\":%d,\"seconds\":%.3f,\"failedSeeds\":%s,\"passed\":%b}",
            report.steps(),
            report.records(),
            report.seconds(),
            report.failures().stream().map(RunResult::seed).toList(),
            report.isPassed());
  }

  private static String object(Map<?, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> "\"%s\":%d".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
