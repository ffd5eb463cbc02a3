package dev.darkstore.conformance.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Renders a report for programs. */
final class JsonReport {
  private JsonReport() {}

  static String of(ConformanceReport report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("branch", report.branch());
    root.put("conforming", report.isConforming());
    root.put("seed", report.seed());
    root.put("millis", report.millis());
    root.put("sent", report.sent());
    root.put("received", report.received());
    ArrayNode scenarios = root.putArray("scenarios");
    for (ScenarioResult scenario : report.scenarios()) {
      ObjectNode node = scenarios.addObject();
      node.put("name", scenario.name());
      node.put("passed", scenario.isPassed());
      scenario.skipped().ifPresent(reason -> node.put("skipped", reason));
      node.put("millis", scenario.millis());
      ArrayNode findings = node.putArray("findings");
      scenario.findings().forEach(finding -> finding(findings.addObject(), finding));
    }
    return root.toString();
  }

  private static void finding(ObjectNode node, Finding finding) {
    node.put("rule", finding.rule().name());
    node.put("place", finding.rule().place());
    node.put("orderId", finding.orderId());
    node.put("sentence", finding.sentence());
    ArrayNode records = node.putArray("records");
    for (Exchange record : finding.records()) {
      ObjectNode json = records.addObject();
      json.put("sinceBeginMillis", record.sinceBeginMillis());
      json.put("position", record.position());
      json.put("text", record.text());
    }
  }
}
