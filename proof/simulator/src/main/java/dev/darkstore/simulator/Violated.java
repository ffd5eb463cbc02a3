package dev.darkstore.simulator;

import java.util.Optional;

/** Violation of an invariant, which ends the run. */
final class Violated extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String invariant;
  private final transient Optional<String> orderId;

  Violated(String invariant, Optional<String> orderId, String sentence) {
    super(sentence);
    this.invariant = invariant;
    this.orderId = orderId;
  }

  static Violated ofOrder(String invariant, String orderId, String sentence) {
    return new Violated(invariant, Optional.of(orderId), sentence);
  }

  String invariant() {
    return invariant;
  }

  Optional<String> orderId() {
    return orderId;
  }
}
