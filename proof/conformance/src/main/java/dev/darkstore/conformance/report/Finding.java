package dev.darkstore.conformance.report;

import java.util.List;
import java.util.Objects;

/**
 * Violation of a rule.
 *
 * @param rule the rule
 * @param orderId order that shows it
 * @param sentence description, for people
 * @param records records of the order up to the finding
 */
public record Finding(Rule rule, String orderId, String sentence, List<Exchange> records) {
  public Finding {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(orderId, "orderId");
    Objects.requireNonNull(sentence, "sentence");
    records = List.copyOf(records);
  }
}
