package dev.darkstore.audit.finding;

import java.util.Objects;
import java.util.Optional;

/**
 * Violation of an invariant.
 *
 * @param invariant the invariant
 * @param subject subject: an order, a unit, a record
 * @param orderId order concerned, if any
 * @param sentence description, for people
 */
public record Violation(
    Invariant invariant, String subject, Optional<String> orderId, String sentence) {
  public Violation {
    Objects.requireNonNull(invariant, "invariant");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(orderId, "orderId");
    Objects.requireNonNull(sentence, "sentence");
  }

  @Override
  public String toString() {
    return "%s  %s: %s".formatted(invariant, subject, sentence);
  }
}
