package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the coordinator knows of an order id. */
public sealed interface OrderState {

  /** Nothing: never seen, or longer ago than the retention. */
  record Unknown() implements OrderState {}

  /**
   * An order in flight.
   *
   * @param order what was asked for
   * @param phase RESERVING, COMMITTING or RELEASING
   * @param branches one per branch, in the coordinator's order
   * @param reserveSentAtMillis when Reserve was sent: from here the coordinator's lease is counted
   * @param deadlineMillis when the transaction must be looked at again, by the coordinator's clock
   * @param attempts how often the command of this phase was sent
   * @param rejection why the order was rejected; present if and only if RELEASING
   */
  record Transaction(
      Order order,
      Phase phase,
      List<BranchProgress> branches,
      long reserveSentAtMillis,
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
