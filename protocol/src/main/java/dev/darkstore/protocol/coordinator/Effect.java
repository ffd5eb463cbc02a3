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
   * Sends a command to a branch.
   *
   * @param branch name of the branch
   * @param key key of the record: the order's field that the branch is keyed by
   * @param transactionId transaction that the command belongs to
   */
  record Send(String branch, String key, long transactionId, BranchCommand command)
      implements Effect {}

  /** Publishes to the customer that the order was received. */
  record PublishReceived() implements Effect {}

  /** Publishes to the customer that the order is placed. */
  record PublishPlaced(List<Assignment> assignments) implements Effect {
    public PublishPlaced {
      assignments = List.copyOf(assignments);
    }
  }

  /** Publishes to the customer that the order is rejected, with the reason. */
  record PublishRejected(Refusal refusal) implements Effect {}

  /** Publishes to the customer that it is too late to cancel. */
  record PublishCancelRefused(Refusal refusal) implements Effect {}

  /**
   * Notifies the people behind a branch of the placed order, exactly once.
   *
   * @param branch name of the branch
   * @param holding units assigned to the order
   */
  record Notify(String branch, Order order, List<HeldUnit> holding) implements Effect {
    public Notify {
      holding = List.copyOf(holding);
    }
  }

  /** Writes the message to the dead letters: it cannot be carried out. */
  record DeadLetter(Reason reason, String detail) implements Effect {}

  /** Counts a message that does not fit (late, repeated, out of order), and nothing else. */
  record Ignore(String why) implements Effect {}
}
