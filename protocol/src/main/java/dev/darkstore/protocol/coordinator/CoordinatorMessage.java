package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Order;

/** Message that the coordinator decides about. Each concerns one order. */
public sealed interface CoordinatorMessage {

  /**
   * Request of a customer to place an order.
   *
   * @param order order to be placed
   * @param offset offset of the record: the identity of the transaction that it begins
   * @param ageMillis age of the record when it was read
   */
  record PlaceOrder(Order order, long offset, long ageMillis) implements CoordinatorMessage {}

  /**
   * Request of a customer to place an order that violates the contract.
   *
   * @param orderId id of the order, which could be read and is the record's key
   * @param detail violation, in one sentence
   * @param ageMillis age of the record when it was read
   */
  record PlaceInvalidOrder(String orderId, String detail, long ageMillis)
      implements CoordinatorMessage {}

  /** Request of a customer to cancel the order. */
  record CancelOrder() implements CoordinatorMessage {}

  /**
   * Reply of a participant.
   *
   * @param branch name of the branch
   * @param transactionId transaction that the reply belongs to
   */
  record BranchReply(String branch, long transactionId, BranchEvent event)
      implements CoordinatorMessage {}

  /** Notice of the timer index that the order's deadline may have passed. */
  record DeadlineReached() implements CoordinatorMessage {}
}
