package dev.darkstore.audit.finding;

import java.util.Objects;
import java.util.Optional;

/**
 * Something that must never be so, and was.
 *
 * @param invariant what was broken
 * @param subject what it happened to: an order, a unit, a record
 * @param orderId the order it happened to, if it was one
 * @param sentence what was found, for people
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
