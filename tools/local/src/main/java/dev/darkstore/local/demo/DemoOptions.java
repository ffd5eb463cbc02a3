package dev.darkstore.local.demo;

import dev.darkstore.services.ServiceKind;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Options of the demo.
 *
 * @param orders number of generated orders; by default those of {@code examples/}
 * @param seed seed of the generated orders
 * @param ordersPerSecond maximum rate at which they are placed
 * @param stopped service to stop and restart during the run
 */
public record DemoOptions(
    OptionalInt orders, long seed, int ordersPerSecond, Optional<ServiceKind> stopped) {

  /** Options that place the examples without an outage. */
  public static final DemoOptions DEFAULTS =
      new DemoOptions(OptionalInt.empty(), 1, 20, Optional.empty());

  public DemoOptions {
    Objects.requireNonNull(orders, "orders");
    Objects.requireNonNull(stopped, "stopped");
    if (orders.isPresent()) {
      requireAtLeastOne("orders", orders.getAsInt());
    }
    requireAtLeastOne("orders per second", ordersPerSecond);
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
    }
  }
}
