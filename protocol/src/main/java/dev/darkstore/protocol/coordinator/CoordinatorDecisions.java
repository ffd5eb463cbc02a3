package dev.darkstore.protocol.coordinator;

/**
 * What becomes of orders, as a function. {@link Coordinator} is the one; whoever runs it asks
 * through this, so that a test can run one with a defect and see that it is noticed.
 */
@FunctionalInterface
public interface CoordinatorDecisions {
  /**
   * What follows from a message about an order.
   *
   * @param state what is known of the order
   * @param message what has come
   * @param nowMillis the coordinator's clock
   */
  Decision decide(OrderState state, CoordinatorMessage message, long nowMillis);
}
