package dev.darkstore.conformance.resource;

import dev.darkstore.events.OrderLine;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Content of a Reserve: what an order asks of the participant.
 *
 * @param branchKey key of the requests
 * @param customerId the order's customer
 * @param storeId the order's store
 * @param zoneId the order's zone
 * @param lines the order's lines
 * @param attributes the order's attributes
 */
public record Claim(
    String branchKey,
    String customerId,
    String storeId,
    String zoneId,
    List<OrderLine> lines,
    Map<String, String> attributes) {
  public Claim {
    Objects.requireNonNull(branchKey, "branchKey");
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(storeId, "storeId");
    Objects.requireNonNull(zoneId, "zoneId");
    lines = List.copyOf(lines);
    attributes = Map.copyOf(attributes);
  }

  /** Returns the claim with other lines. */
  public Claim withLines(List<OrderLine> others) {
    return new Claim(branchKey, customerId, storeId, zoneId, others, attributes);
  }

  /** Returns the claim with other attributes. */
  public Claim withAttributes(Map<String, String> others) {
    return new Claim(branchKey, customerId, storeId, zoneId, lines, others);
  }
}
