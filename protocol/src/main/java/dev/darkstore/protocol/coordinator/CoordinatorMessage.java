package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Order;

/** Message that the coordinator decides about. Each concerns one order. */
public sealed interface CoordinatorMessage {

  /**
   * A customer orders.
   *
   * @param order what is wanted
   * @param offset of the record: the identity of the transaction that it begins
   * @param ageMillis how long ago the record was written, when it was read
   */
  record PlaceOrder(Order order, long offset, long ageMillis) implements CoordinatorMessage {}

  /**
   * A customer orders what the contract does not allow.
   *
   * @param orderId the order's id, which could be read, and is the record's key
   * @param detail what is wrong, in a sentence
   * @param ageMillis how long ago the record was written, when it was read
   */
  record PlaceInvalidOrder(String orderId, String detail, long ageMillis)
      implements CoordinatorMessage {}

  /** A customer wants the order no more. */
  record CancelOrder() implements CoordinatorMessage {}

  /**
   * A participant replied.
   *
   * @param branch the name of the branch
   * @param transactionId the transaction that the reply belongs to
   */
  record BranchReply(String branch, long transactionId, BranchEvent event)
      implements CoordinatorMessage {}

  /** The timer index says that the order's deadline may have passed. */
  record DeadlineReached() implements CoordinatorMessage {}
}
