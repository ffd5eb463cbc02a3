package dev.darkstore.protocol;

import java.util.List;
import java.util.Objects;

/**
 * A no, in words that a customer understands.
 *
 * @param reason the short form, for programs
 * @param detail one sentence, for people
 * @param shortages for OUT_OF_STOCK: every sku that is short; empty otherwise
 */
public record Refusal(Reason reason, String detail, List<Shortage> shortages) {
  public Refusal {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    shortages = List.copyOf(shortages);
  }

  /** A refusal that names no shortages. */
  public static Refusal of(Reason reason, String detail) {
    return new Refusal(reason, detail, List.of());
  }
}
