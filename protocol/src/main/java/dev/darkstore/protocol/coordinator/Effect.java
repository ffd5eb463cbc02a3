package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import java.util.List;

/** Effect that a decision asks for. All effects of a decision belong to one Kafka transaction. */
public sealed interface Effect {

  /**
   * Send a command to a branch.
   *
   * @param branch the branch's name
   * @param key the record's key: the order's field that the branch is keyed by
   * @param transactionId the transaction that the command belongs to
   */
  record Send(String branch, String key, long transactionId, BranchCommand command)
      implements Effect {}

  /** The customer hears that the order was taken up. */
  record PublishReceived() implements Effect {}

  /** The customer hears that the order is placed. */
  record PublishPlaced(List<Assignment> assignments) implements Effect {
    public PublishPlaced {
      assignments = List.copyOf(assignments);
    }
  }

  /** The customer hears that the order is not placed, and why. */
  record PublishRejected(Refusal refusal) implements Effect {}

  /** The customer hears that it is too late to cancel. */
  record PublishCancelRefused(Refusal refusal) implements Effect {}

  /**
   * Whoever works for the branch hears of the order, for the first and only time.
   *
   * @param branch the branch's name
   * @param holding what the order was given
   */
  record Notify(String branch, Order order, List<HeldUnit> holding) implements Effect {
    public Notify {
      holding = List.copyOf(holding);
    }
  }

  /** The message cannot be carried out: keep it where people look. */
  record DeadLetter(Reason reason, String detail) implements Effect {}

  /** The message does not fit (late, repeated, out of order): count it, do nothing. */
  record Ignore(String why) implements Effect {}
}
