package dev.darkstore.chaos.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.chaos.load.LedgerTotals;
import java.util.Map;

/** Renders a report as JSON. */
final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  static String of(ChaosReport report) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(report));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report cannot be written as JSON", e);
    }
  }

  private static ObjectNode tree(ChaosReport report) throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.put("clean", report.isClean());
    root.put("seed", report.seed());
    root.put("command", report.command());
    root.put("durationMillis", report.duration().toMillis());
    orders(root.putObject("orders"), report.orders());
    root.put("restarts", report.restarts());
    ArrayNode assisted = root.putArray("brokersRestartedToRecoverFrom");
    report.assisted().forEach(assisted::add);
    counts(root.putObject("endedByThemselves"), report.exits());
    root.put("reservationsRunOut", report.expiries());
    root.put("expiryLatestMillis", report.expiryLatestMillis());
    ArrayNode kinds = root.putArray("kinds");
    for (KindSummary kind : report.kinds()) {
      ObjectNode node = kinds.addObject();
      node.put("kind", kind.kind());
      node.put("count", kind.count());
      node.put("withoutOutcomeMedianMillis", kind.withoutOutcomeMedianMillis());
      node.put("withoutOutcomeMaxMillis", kind.withoutOutcomeMaxMillis());
      node.put("withoutPlacedMedianMillis", kind.withoutPlacedMedianMillis());
      node.put("withoutPlacedMaxMillis", kind.withoutPlacedMaxMillis());
      node.put("expiryLatestMillis", kind.expiryLatestMillis());
    }
    ArrayNode faults = root.putArray("faults");
    for (FaultResult fault : report.faults()) {
      ObjectNode node = faults.addObject();
      node.put("kind", fault.kind());
      node.put("atMillis", fault.at().toMillis());
      node.put("withoutOutcomeMillis", fault.withoutOutcome().toMillis());
      node.put("withoutPlacedMillis", fault.withoutPlaced().toMillis());
      node.put("expiryLateMillis", fault.expiryLateMillis());
    }
    ArrayNode problems = root.putArray("problems");
    report.problems().forEach(problems::add);
    if (report.audit().isPresent()) {
      root.set("audit", JSON.readTree(report.audit().get().toJson()));
    }
    return root;
  }

  private static void orders(ObjectNode node, LedgerTotals orders) {
    node.put("acknowledged", orders.acknowledged());
    node.put("notAcknowledged", orders.unacknowledged());
    node.put("placed", orders.placed());
    counts(node.putObject("rejected"), orders.rejected());
    node.put("deadLetterOnly", orders.deadLetterOnly());
    node.put("lost", orders.lost());
    node.put("latencyMedianMillis", orders.latencyMedianMillis());
    node.put("latencyP99Millis", orders.latencyP99Millis());
    node.put("latencyMaxMillis", orders.latencyMaxMillis());
  }

  private static void counts(ObjectNode node, Map<String, Integer> counts) {
    counts.forEach(node::put);
  }
}
