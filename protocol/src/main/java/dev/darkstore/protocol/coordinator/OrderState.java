package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** State of an order id, as far as the coordinator knows. */
public sealed interface OrderState {

  /** No state: never seen, or longer ago than the retention. */
  record Unknown() implements OrderState {}

  /**
   * Order in flight.
   *
   * @param order order as the customer placed it
   * @param transactionId offset of the PlaceOrder record that began it: distinguishes two
   *     transactions of one order id
   * @param phase RESERVING, COMMITTING or RELEASING
   * @param branches one per branch, in the coordinator's sequence
   * @param reserveSentAtMillis time at which Reserve was sent, by the coordinator's clock
   * @param leaseEndsAtMillis time until which every branch is certain to hold its reservation, by
   *     the coordinator's clock; nothing is placed later
   * @param deadlineMillis time of the next timeout, by the coordinator's clock
   * @param attempts number of times that the command of this phase was sent
   * @param rejection reason of the rejection; present if and only if RELEASING
   */
  record Transaction(
      Order order,
      long transactionId,
      Phase phase,
      List<BranchProgress> branches,
      long reserveSentAtMillis,
      long leaseEndsAtMillis,
      long deadlineMillis,
      int attempts,
      Optional<Refusal> rejection)
      implements OrderState {
    public Transaction {
      Objects.requireNonNull(order, "order");
      if (phase == Phase.PLACED || phase == Phase.REJECTED) {
        throw new IllegalArgumentException(phase + " is no phase of an order in flight");
      }
      if (rejection.isPresent() != (phase == Phase.RELEASING)) {
        throw new IllegalArgumentException("rejection " + rejection + " in " + phase);
      }
      branches = List.copyOf(branches);
      if (branches.isEmpty()) {
        throw new IllegalArgumentException("order " + order.orderId() + " has no branches");
      }
      if (transactionId < 0 || attempts < 1) {
        throw new IllegalArgumentException(
            "order %s has transaction %s, attempt %s"
                .formatted(order.orderId(), transactionId, attempts));
      }
      if (phase == Phase.COMMITTING && branches.stream().anyMatch(b -> b.status().isLost())) {
        throw new IllegalArgumentException(
            "order %s is committed with branches %s".formatted(order.orderId(), branches));
      }
    }

    /** Returns the transaction with updated progress of one branch. */
    Transaction with(BranchProgress changed) {
      return with(
          branches.stream().map(b -> b.branch().equals(changed.branch()) ? changed : b).toList(),
          leaseEndsAtMillis);
    }

    /** Returns the transaction with its lease shortened to this end; an earlier end stays. */
    Transaction leasedUntil(long millis) {
      return with(branches, Math.min(leaseEndsAtMillis, millis));
    }

    private Transaction with(List<BranchProgress> newBranches, long newLeaseEndsAtMillis) {
      return new Transaction(
          order,
          transactionId,
          phase,
          newBranches,
          reserveSentAtMillis,
          newLeaseEndsAtMillis,
          deadlineMillis,
          attempts,
          rejection);
    }

    /**
     * Returns the transaction as restored after a restart. If the clock is before its beginning,
     * the clock was set back and the deadline may be days away: the deadline moves back with the
     * beginning.
     */
    public Transaction restarted(long nowMillis) {
      return nowMillis >= reserveSentAtMillis
          ? this
          : new Transaction(
              order,
              transactionId,
              phase,
              branches,
              reserveSentAtMillis,
              leaseEndsAtMillis,
              nowMillis + deadlineMillis - reserveSentAtMillis,
              attempts,
              rejection);
    }

    /** Returns the transaction after Commit was sent for the nth time. */
    Transaction committing(int attempt, long newDeadlineMillis) {
      return new Transaction(
          order,
          transactionId,
          Phase.COMMITTING,
          branches,
          reserveSentAtMillis,
          leaseEndsAtMillis,
          newDeadlineMillis,
          attempt,
          Optional.empty());
    }

    /** Returns the transaction after Release was sent for the nth time. */
    Transaction releasing(
        List<BranchProgress> newBranches, Refusal refusal, int attempt, long newDeadlineMillis) {
      return new Transaction(
          order,
          transactionId,
          Phase.RELEASING,
          newBranches,
          reserveSentAtMillis,
          leaseEndsAtMillis,
          newDeadlineMillis,
          attempt,
          Optional.of(refusal));
    }

    /** Returns the outcome. */
    Closed closed(Outcome outcome) {
      return new Closed(order.orderId(), order.fingerprint(), outcome);
    }
  }

  /**
   * Closed order, remembered for the retention.
   *
   * @param orderId id of the order
   * @param fingerprint {@link Order#fingerprint()} of the order
   * @param outcome outcome of the order
   */
  record Closed(String orderId, String fingerprint, Outcome outcome) implements OrderState {
    public Closed {
      Objects.requireNonNull(orderId, "orderId");
      Objects.requireNonNull(fingerprint, "fingerprint");
      Objects.requireNonNull(outcome, "outcome");
    }
  }

  /** Outcome of an order. */
  sealed interface Outcome {

    /** Goods and agent are assigned to the order. */
    record Placed(List<Assignment> assignments) implements Outcome {
      public Placed {
        assignments = List.copyOf(assignments);
      }
    }

    /** Nothing was taken. */
    record Rejected(Refusal refusal) implements Outcome {}
  }
}
