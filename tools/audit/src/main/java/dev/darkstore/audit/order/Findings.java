package dev.darkstore.audit.order;

import dev.darkstore.audit.finding.History;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.finding.Violation;
import java.util.Optional;

/** Reports what is found about orders; of orders from before what is judged, nothing. */
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

  /** Reports what is found about an order that is done with. */
  void reportClosed(String orderId, Invariant invariant, String sentence) {
    history
        .violations()
        .add(new Violation(invariant, "order " + orderId, Optional.of(orderId), sentence));
  }

  /** Reports it unless the same invariant was reported of the order before. */
  void reportOnce(OrderTrack order, Invariant invariant, String sentence) {
    if (order.reportsFirst(invariant)) {
      report(order, invariant, sentence);
    }
  }

  /** It is known now whether the order is judged. */
  public void release(OrderTrack order) {
    for (Violation violation : order.takeHeld()) {
      if (isJudged(order)) {
        history.violations().add(violation);
      }
    }
  }

  /**
   * Returns true if the order began in the part that is read. If it was only placed again there,
   * its outcome is written again, but not OrderReceived.
   */
  private static boolean isNew(OrderTrack order) {
    return order.received || order.outcome == null || order.isRejectedAtOnce();
  }

  /** Returns true if the order is to be judged; one that nobody ordered is if all is read. */
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
