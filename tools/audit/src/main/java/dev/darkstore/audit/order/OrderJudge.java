package dev.darkstore.audit.order;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.order.BranchTrack.State;
import dev.darkstore.events.Reason;
import dev.darkstore.schemas.BranchName;

/** Checks an order when all its records are known. */
final class OrderJudge {
  private final Findings findings;
  private final CauseRules causes;

  OrderJudge(Findings findings, CauseRules causes) {
    this.findings = findings;
    this.causes = causes;
  }

  /** Checks the agreement of a complete order. */
  void done(OrderTrack order) {
    if (!order.reopened) {
      agree(order);
    }
    causes.done(order);
  }

  /**
   * Checks an incomplete order whose missing records will not follow.
   *
   * @param pastHold true if the order has been quiet for longer than a hold
   */
  void quiet(OrderTrack order, boolean pastHold) {
    if (!findings.isJudged(order)) {
      return;
    }
    if (!order.ordered) {
      unordered(order);
      return;
    }
    causes.quiet(order);
    if (!order.reopened) {
      agree(order);
    }
    if (order.outcome == null) {
      undecided(order);
    } else {
      if (!order.received && !order.isRejectedAtOnce() && !order.isTooLate()) {
        once(order, Invariant.NOTHING_LOST, "it has an outcome, but was never received");
      }
      if (order.isPlaced()) {
        placed(order);
      } else {
        rejected(order);
      }
    }
    if (pastHold) {
      for (BranchName name : order.branchNames()) {
        leaks(order, name);
      }
    }
  }

  private void unordered(OrderTrack order) {
    if (order.isKnownToServices()) {
      once(order, Invariant.CAUSE, "it has events, but no PlaceOrder");
    }
  }

  private void undecided(OrderTrack order) {
    if (!order.hasTrace()) {
      if (!order.isInvalid() && order.deadLetters < order.timesOrdered) {
        once(order, Invariant.NOTHING_LOST, "it has no events");
        once(order, Invariant.ONE_OUTCOME, "it has no outcome");
      }
      return;
    }
    if (order.deadLetters > 0
        && order.deadLetters >= order.timesOrdered
        && !order.received
        && order.branches().stream().noneMatch(branch -> branch.state().holds())) {
      return; // Too old to be decided: its branches were released, as far as is known.
    }
    once(order, Invariant.ONE_OUTCOME, "it has no outcome");
    if (order.picks + order.deliveries > 0) {
      once(order, Invariant.SILENCE, "notified, but never placed");
    }
  }

  private void placed(OrderTrack order) {
    for (BranchName name : order.branchNames()) {
      BranchTrack branch = order.branch(name);
      if (!branch.wasAssigned()) {
        once(
            order,
            Invariant.CAUSE,
            "it is placed, but the %s branch was never assigned".formatted(name.text()));
      }
      if (branch.state() != State.ASSIGNED) {
        once(
            order,
            Invariant.ATOMICITY,
            "it is placed, but the %s branch is %s"
                .formatted(name.text(), inWords(branch.state())));
      }
    }
    if (order.picks == 0) {
      once(order, Invariant.SILENCE, "it is placed, but the store was not notified");
    }
    if (order.deliveries == 0) {
      once(order, Invariant.SILENCE, "it is placed, but the agent was not notified");
    }
    if (order.timesOrdered > 0 && order.deadLetters >= order.timesOrdered) {
      once(order, Invariant.NOTHING_LOST, "it is placed, and in the dead letters too");
    }
  }

  private void rejected(OrderTrack order) {
    if (order.outcome.reason() == Reason.CANCELLED && !order.cancelled) {
      once(order, Invariant.CAUSE, "it is rejected as cancelled, but has no CancelOrder");
    }
    for (BranchName name : order.branchNames()) {
      State state = order.branch(name).state();
      if (state == State.ASSIGNED) {
        once(
            order,
            Invariant.ATOMICITY,
            "it is rejected, but the %s branch is assigned".formatted(name.text()));
      }
      // Earlier versions did not release an order that was too old.
      boolean isAsked = !order.isTooLate() || order.branch(name).firstRelease() != null;
      if (state == State.NONE && isAsked && !order.isRejectedAtOnce()) {
        once(
            order,
            Invariant.NOTHING_LOST,
            "it is rejected, and the %s branch has no events".formatted(name.text()));
      }
    }
  }

  private void leaks(OrderTrack order, BranchName name) {
    if (order.branch(name).state() == State.RESERVED) {
      once(
          order,
          Invariant.NO_LEAK,
          "the %s branch is still reserved, and the hold is over".formatted(name.text()));
    }
  }

  /** Reports contradictions between records of different topics. */
  private void agree(OrderTrack order) {
    checkKey(order, BranchName.STORE, order.storeId);
    checkKey(order, BranchName.DELIVERY, order.zoneId);
    if (order.isPlaced()) {
      for (BranchName name : order.branchNames()) {
        if (order.branch(name).isPlacedOtherwise()) {
          once(
              order,
              Invariant.CAUSE,
              "its OrderPlaced has other units than the %s branch assigned".formatted(name.text()));
        }
      }
    }
    if (order.store.wasTaken() && order.store.goodsDigest() != order.goods) {
      once(order, Invariant.ATOMICITY, "the store branch reserved something else than was ordered");
    }
    if (order.isInvalid() && order.isPlaced()) {
      once(order, Invariant.CAUSE, "it breaks the contract, and was placed");
    }
    if (order.isRejected()
        && order.outcome.reason() == Reason.INVALID_ORDER
        && !order.isInvalid()) {
      once(order, Invariant.CAUSE, "it keeps the contract, and was rejected as invalid");
    }
    if (order.isRejectedAtOnce()
        && order.branches().stream().anyMatch(branch -> branch.state() != State.NONE)) {
      once(order, Invariant.CAUSE, "it is " + order.outcome + ", but branches were asked");
    }
    if (order.isPlaced()) {
      notifications(order);
    }
  }

  private void checkKey(OrderTrack order, BranchName name, long key) {
    BranchTrack branch = order.branch(name);
    if (branch.keyDigest() != 0 && branch.keyDigest() != key) {
      once(
          order,
          Invariant.CAUSE,
          "the %s branch has another key than the order".formatted(name.text()));
    }
  }

  private void notifications(OrderTrack order) {
    if (order.picks > 0 && order.pick != OrderTrack.pick(order.storeId, order.goods)) {
      once(order, Invariant.SILENCE, "the store was notified of something else than was ordered");
    }
    if (order.deliveries > 0 && order.deliver != order.trip) {
      once(order, Invariant.SILENCE, "the agent was notified of another trip than was ordered");
    }
    if (order.deliveries > 0
        && order.delivery.wasAssigned()
        && order.deliverAgent != order.delivery.unitsDigest()) {
      once(order, Invariant.SILENCE, "another agent was notified than was assigned");
    }
    if (order.earliestNotificationMillis < order.outcomeAtMillis) {
      once(
          order,
          Invariant.SILENCE,
          "notified %d ms before it was placed"
              .formatted(order.outcomeAtMillis - order.earliestNotificationMillis));
    }
  }

  private static String inWords(State state) {
    return switch (state) {
      case NONE -> "without events";
      case RESERVED -> "only reserved";
      case ASSIGNED -> "assigned";
      case RELEASED, FENCED -> "released";
      case EXPIRED -> "lost";
      case REFUSED -> "refused";
    };
  }

  private void once(OrderTrack order, Invariant invariant, String sentence) {
    findings.reportOnce(order, invariant, sentence);
  }
}
