package dev.darkstore.audit;

import java.util.Optional;

/** Reports what is found about orders; of orders from before what is judged, nothing. */
final class Findings {
  private final History history;

  Findings(History history) {
    this.history = history;
  }

  void report(OrderTrack order, Invariant invariant, String sentence) {
    Violation violation =
        new Violation(invariant, "order " + order.id, Optional.of(order.id), sentence);
    if (isJudged(order)) {
      history.violations().add(violation);
    } else if (!order.ordered) {
      order.hold(violation);
    }
  }

  /** Reports it unless the same invariant was reported of the order before. */
  void reportOnce(OrderTrack order, Invariant invariant, String sentence) {
    if (order.reportsFirst(invariant)) {
      report(order, invariant, sentence);
    }
  }

  /** It is known now whether the order is judged. */
  void release(OrderTrack order) {
    for (Violation violation : order.takeHeld()) {
      if (isJudged(order)) {
        history.violations().add(violation);
      }
    }
  }

  /** Whether the order belongs to what is judged; one that nobody ordered does if all is read. */
  boolean isJudged(OrderTrack order) {
    if (order.reopened) {
      return true;
    }
    return order.ordered ? order.orderedAtMillis >= history.sinceMillis() : history.isWhole();
  }
}
