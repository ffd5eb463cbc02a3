package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.Order;
import java.util.Objects;

/**
 * Share of one participant in every transaction (the X/Open term). The coordinator knows nothing
 * else about a participant.
 *
 * @param name name of the branch in state and logs
 * @param key field of the order that is the key of the branch's commands
 */
public record Branch(String name, Key key) {
  public Branch {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(key, "key");
  }

  String keyOf(Order order) {
    return switch (key) {
      case STORE_ID -> order.storeId();
      case ZONE_ID -> order.zoneId();
      case CUSTOMER_ID -> order.customerId();
      case ORDER_ID -> order.orderId();
    };
  }

  /** Fields of an order that may be the key of a branch. */
  public enum Key {
    STORE_ID,
    ZONE_ID,
    CUSTOMER_ID,
    ORDER_ID
  }
}
