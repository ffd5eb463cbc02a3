package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.Order;
import java.util.Objects;
import java.util.function.Function;

/**
 * One participant's share of every transaction (the X/Open term). The coordinator knows nothing
 * else of a participant.
 *
 * @param name what the branch is called in state and logs
 * @param key the order's field that is the key of the branch's commands
 */
public record Branch(String name, Key key) {
  public Branch {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(key, "key");
  }

  String keyOf(Order order) {
    return key.field.apply(order);
  }

  /** The fields of an order that may be the key of a branch. */
  public enum Key {
    STORE_ID(Order::storeId),
    ZONE_ID(Order::zoneId),
    CUSTOMER_ID(Order::customerId),
    ORDER_ID(Order::orderId);

    private final Function<Order, String> field;

    Key(Function<Order, String> field) {
      this.field = field;
    }
  }
}
