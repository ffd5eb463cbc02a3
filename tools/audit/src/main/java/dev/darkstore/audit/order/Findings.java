package dev.darkstore.audit.order;

import dev.darkstore.audit.finding.History;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.finding.Violation;
import java.util.Optional;

/** Reports violations of orders, except orders from before the checked time. */
public final class Findings {
  private final History history;

  public Findings(History history) {
    this.history = history;
  }

  public void report(OrderTrack order, Invariant invariant, String sentence) {
    Violation violation =
        new Violation(invariant, "order " + order.id, Optional.of(order.id), sentence);
    if (isJudged(order)) {
      history.violations().add(violation);
    } else if (!order.ordered) {
      order.hold(violation);
    }
  }

  /** Reports a violation of a closed order. */
  void reportClosed(String orderId, Invariant invariant, String sentence) {
    history
        .violations()
        .add(new Violation(invariant, "order " + orderId, Optional.of(orderId), sentence));
  }

  /** Reports a violation unless this invariant was reported for the order before. */
  void reportOnce(OrderTrack order, Invariant invariant, String sentence) {
    if (order.reportsFirst(invariant)) {
      report(order, invariant, sentence);
    }
  }

  /** Reports withheld violations if the order is checked. */
  public void release(OrderTrack order) {
    for (Violation violation : order.takeHeld()) {
      if (isJudged(order)) {
        history.violations().add(violation);
      }
    }
  }

  /**
   * Returns true if the order began in the part that is read. If it was only repeated there, its
   * outcome is written again, but not OrderReceived.
   */
  private static boolean isNew(OrderTrack order) {
    return order.received || order.outcome == null || order.isRejectedAtOnce();
  }

  /** Returns true if the order is checked; one without PlaceOrder is if everything is read. */
  boolean isJudged(OrderTrack order) {
    if (order.reopened) {
      return true;
    }
    if (!order.ordered) {
      return history.isWhole();
    }
    return order.orderedAtMillis >= history.sinceMillis() && (history.isWhole() || isNew(order));
  }
}
