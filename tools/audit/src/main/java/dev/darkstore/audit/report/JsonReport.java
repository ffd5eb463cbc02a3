package dev.darkstore.audit.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.audit.finding.Violation;
import java.util.Map;

/** Renders a report for programs. */
final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReport() {}

  static String of(AuditReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("clean", report.isClean());
    report.sinceMillis().ifPresent(since -> root.put("sinceMillis", since));
    Counts counts = report.counts();
    ObjectNode read = root.putObject("counts");
    read.put("records", counts.records());
    read.put("orders", counts.orders());
    read.put("placed", counts.placed());
    counts(read.putObject("rejected"), counts.rejected());
    read.put("inFlight", counts.inFlight());
    read.put("waiting", counts.waiting());
    read.put("storeNotifications", counts.storeNotifications());
    read.put("deliveryNotifications", counts.deliveryNotifications());
    counts(read.putObject("deadLetters"), counts.deadLetters());
    read.put("units", counts.units());
    read.put("ranOut", counts.ranOut());
    read.put("latenessMaxMillis", counts.latenessMaxMillis());
    counts(root.putObject("violationCounts"), report.violationCounts());
    ArrayNode violations = root.putArray("violations");
    for (Violation violation : report.violations()) {
      ObjectNode node = violations.addObject();
      node.put("invariant", violation.invariant().name());
      node.put("subject", violation.subject());
      violation.orderId().ifPresent(id -> node.put("orderId", id));
      node.put("sentence", violation.sentence());
    }
    ArrayNode timelines = root.putArray("timelines");
    report.timelines().forEach(timeline -> timeline(timelines.addObject(), timeline));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and texts is always JSON", e);
    }
  }

  private static void timeline(ObjectNode node, AuditReport.Timeline timeline) {
    node.put("orderId", timeline.orderId());
    ArrayNode entries = node.putArray("entries");
    for (TimelineEntry entry : timeline.entries()) {
      ObjectNode json = entries.addObject();
      json.put("topic", entry.topic().topicName());
      json.put("partition", entry.partition());
      json.put("offset", entry.offset());
      json.put("atMillis", entry.atMillis());
      json.put("sinceOrderMillis", entry.sinceOrderMillis());
      json.put("event", entry.event());
    }
  }

  private static <K extends Enum<K>> void counts(ObjectNode node, Map<K, Long> counts) {
    counts.forEach((key, count) -> node.put(key.name(), count));
  }
}
