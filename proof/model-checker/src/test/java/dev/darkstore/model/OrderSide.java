package dev.darkstore.model;

import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.protocol.coordinator.Decision;
import dev.darkstore.protocol.coordinator.Effect;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.coordinator.Phase;
import java.util.List;
import java.util.Optional;

/**
 * Order at the coordinator, as if it were alone on its partition: its state, and the clock of the
 * instance that owns the partition.
 */
record OrderSide(OrderState state, long nowMillis) {

  /** Result of a message. */
  record Outcome(OrderSide next, List<Effect> effects, Optional<Violation> violation) {}

  Outcome decide(
      CoordinatorDecisions coordinator, CoordinatorTiming timing, CoordinatorMessage message) {
    try {
      Decision decision = coordinator.decide(state, message, nowMillis);
      return new Outcome(
          new OrderSide(decision.next(), nowMillis),
          decision.effects(),
          tooEarly(message, decision).or(() -> tooLate(timing, decision)));
    } catch (IllegalStateException broken) {
      return new Outcome(
          this, List.of(), Optional.of(new Violation(Invariant.NO_BREAKDOWN, broken.getMessage())));
    }
  }

  boolean isKnown() {
    return !(state instanceof OrderState.Unknown);
  }

  boolean isInFlight() {
    return state instanceof Transaction;
  }

  boolean isReleasing() {
    return state instanceof Transaction transaction && transaction.phase() == Phase.RELEASING;
  }

  /**
   * Returns this after the last moment at which committing may begin, or at which the order may be
   * placed; empty if neither matters.
   */
  Optional<OrderSide> leaseRunsLow(CoordinatorTiming timing) {
    if (!(state instanceof Transaction transaction) || transaction.phase() == Phase.RELEASING) {
      return Optional.empty();
    }
    long last =
        transaction.phase() == Phase.RESERVING
            ? lastCommit(timing, transaction)
            : transaction.leaseEndsAtMillis();
    return nowMillis <= last ? Optional.of(at(last + 1)) : Optional.empty();
  }

  /** Returns this at its deadline, or later. */
  OrderSide atDeadline() {
    return state instanceof Transaction transaction
        ? at(Math.max(nowMillis, transaction.deadlineMillis()))
        : this;
  }

  boolean isBeforeDeadline() {
    return state instanceof Transaction transaction && nowMillis < transaction.deadlineMillis();
  }

  private OrderSide at(long newNowMillis) {
    return new OrderSide(state, newNowMillis);
  }

  private Optional<Violation> tooEarly(CoordinatorMessage message, Decision decision) {
    boolean early = message instanceof CoordinatorMessage.DeadlineReached && isBeforeDeadline();
    return early && !decision.next().equals(state)
        ? Optional.of(new Violation(Invariant.EXPIRY, "the coordinator's timer fires early"))
        : Optional.empty();
  }

  private Optional<Violation> tooLate(CoordinatorTiming timing, Decision decision) {
    boolean late =
        state instanceof Transaction before
            && before.phase() == Phase.RESERVING
            && decision.next() instanceof Transaction after
            && after.phase() == Phase.COMMITTING
            && nowMillis > lastCommit(timing, before);
    return late
        ? Optional.of(
            new Violation(
                Invariant.LEASE, "Commit is sent although the hold may expire in the meantime"))
        : Optional.empty();
  }

  /** Returns the last moment at which committing may begin. */
  private static long lastCommit(CoordinatorTiming timing, Transaction transaction) {
    return transaction.leaseEndsAtMillis() - timing.commitBudgetMillis();
  }
}
