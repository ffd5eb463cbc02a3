package dev.darkstore.local.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.events.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Result of the demo.
 *
 * @param orders number of orders sent
 * @param placed number of orders placed
 * @param rejected number of orders rejected, by reason
 * @param p50Millis median latency, from sending an order to reading its outcome
 * @param p99Millis 99th percentile of the latency
 * @param audit report of the audit
 */
public record Summary(
    int orders,
    int placed,
    Map<Reason, Integer> rejected,
    double p50Millis,
    double p99Millis,
    AuditReport audit) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Copies the map, sorted by reason. */
  public Summary {
    Map<Reason, Integer> copy = new EnumMap<>(Reason.class);
    copy.putAll(rejected);
    rejected = Collections.unmodifiableMap(copy);
  }

  /** Returns the summary of the histories and the audit. */
  static Summary of(List<OrderHistory> histories, AuditReport audit) {
    Map<Reason, Integer> rejected = new EnumMap<>(Reason.class);
    Histogram latencyNanos = new Histogram(3);
    int placed = 0;
    for (OrderHistory history : histories) {
      if (history.isPlaced()) {
        placed++;
      }
      history
          .rejection()
          .ifPresent(refusal -> rejected.merge(refusal.getReason(), 1, Integer::sum));
      history.latencyNanos().ifPresent(latencyNanos::recordValue);
    }
    return new Summary(
        histories.size(),
        placed,
        rejected,
        latencyNanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
        latencyNanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
        audit);
  }

  /** Returns the number of rejected orders. */
  public int rejectedTotal() {
    return rejected.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the number of orders without an outcome. */
  public int unanswered() {
    return orders - placed - rejectedTotal();
  }

  /** Returns true if every order has an outcome and the audit found nothing. */
  public boolean isClean() {
    return unanswered() == 0 && audit.isClean();
  }

  /** Returns the summary as one JSON object, on one line. */
  public String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("orders", orders);
      json.writeNumberField("placed", placed);
      json.writeObjectFieldStart("rejected");
      for (Map.Entry<Reason, Integer> entry : rejected.entrySet()) {
        json.writeNumberField(entry.getKey().name(), entry.getValue());
      }
      json.writeEndObject();
      json.writeObjectFieldStart("latencyMillis");
      json.writeNumberField("p50", tenths(p50Millis));
      json.writeNumberField("p99", tenths(p99Millis));
      json.writeEndObject();
      json.writeNumberField("auditViolations", audit.violationTotal());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
