package dev.darkstore.protocol.planted;

import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.protocol.coordinator.Decision;
import dev.darkstore.protocol.coordinator.OrderState;

/** The coordinator as a function; {@code Coordinator::decide} is one. */
@FunctionalInterface
public interface CoordinatorDecisions {
  /** What follows from a message about an order. */
  Decision decide(OrderState state, CoordinatorMessage message, long nowMillis);
}
