package dev.darkstore.protocol.coordinator;

/**
 * Decisions of the coordinator as a function. {@link Coordinator} implements it; callers use this
 * interface, so that a test can run an implementation with a defect and see that it is noticed.
 */
@FunctionalInterface
public interface CoordinatorDecisions {
  /**
   * Returns the decision about a message that concerns an order.
   *
   * @param state known state of the order
   * @param message message that has arrived
   * @param nowMillis the coordinator's clock
   */
  Decision decide(OrderState state, CoordinatorMessage message, long nowMillis);
}
