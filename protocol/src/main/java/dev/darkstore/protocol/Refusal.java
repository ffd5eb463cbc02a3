package dev.darkstore.protocol;

import java.util.List;
import java.util.Objects;

/**
 * Refusal with a reason for programs and a detail for people.
 *
 * @param reason short form, for programs
 * @param detail one sentence, for people
 * @param shortages for OUT_OF_STOCK: every sku that is short; empty otherwise
 */
public record Refusal(Reason reason, String detail, List<Shortage> shortages) {
  public Refusal {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    shortages = List.copyOf(shortages);
  }

  /** Returns a refusal without shortages. */
  public static Refusal of(Reason reason, String detail) {
    return new Refusal(reason, detail, List.of());
  }
}
