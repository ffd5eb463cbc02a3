package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** State of an order id, as far as the coordinator knows. */
public sealed interface OrderState {

  /** Nothing: never seen, or longer ago than the retention. */
  record Unknown() implements OrderState {}

  /**
   * An order in flight.
   *
   * @param order what was asked for
   * @param transactionId offset of the PlaceOrder record that began it: tells two transactions of
   *     one order id apart
   * @param phase RESERVING, COMMITTING or RELEASING
   * @param branches one per branch, in the coordinator's order
   * @param reserveSentAtMillis when Reserve was sent, by the coordinator's clock
   * @param leaseEndsAtMillis until when every branch is sure to hold what it reserved, by the
   *     coordinator's clock; nothing is placed later
   * @param deadlineMillis when the transaction must be looked at again, by the coordinator's clock
   * @param attempts how often the command of this phase was sent
   * @param rejection why the order was rejected; present if and only if RELEASING
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
    }

    /** Returns the transaction with what is now known of one branch. */
    Transaction with(BranchProgress changed) {
      return with(
          branches.stream().map(b -> b.branch().equals(changed.branch()) ? changed : b).toList(),
          leaseEndsAtMillis);
    }

    /** Returns the transaction with a lease that ends at this time, unless it ends sooner. */
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
     * Returns the transaction as it goes on after a restart. If the clock shows a time before it
     * began, the clock was set back, and the deadline may be days away: it moves back with the
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

    /** Returns how the order ended. */
    Closed closed(Outcome outcome) {
      return new Closed(order.orderId(), order.fingerprint(), outcome);
    }
  }

  /**
   * An order that is done, remembered for the retention.
   *
   * @param orderId its id
   * @param fingerprint {@link Order#fingerprint()} of what was asked for
   * @param outcome how it ended
   */
  record Closed(String orderId, String fingerprint, Outcome outcome) implements OrderState {
    public Closed {
      Objects.requireNonNull(orderId, "orderId");
      Objects.requireNonNull(fingerprint, "fingerprint");
      Objects.requireNonNull(outcome, "outcome");
    }
  }

  /** How an order ended. */
  sealed interface Outcome {

    /** Goods and agent are the order's. */
    record Placed(List<Assignment> assignments) implements Outcome {
      public Placed {
        assignments = List.copyOf(assignments);
      }
    }

    /** Nothing was taken. */
    record Rejected(Refusal refusal) implements Outcome {}
  }
}
