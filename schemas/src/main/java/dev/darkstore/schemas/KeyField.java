package dev.darkstore.schemas;

import java.util.Arrays;
import java.util.Optional;

/** Field of an order that is the key of a branch's commands. */
public enum KeyField {
  STORE_ID("storeId"),
  ZONE_ID("zoneId"),
  CUSTOMER_ID("customerId"),
  ORDER_ID("orderId");

  private final String field;

  KeyField(String field) {
    this.field = field;
  }

  /** Returns the field's name in the schema of orders. */
  public String field() {
    return field;
  }

  static Optional<KeyField> named(String field) {
    return Arrays.stream(values()).filter(key -> key.field.equals(field)).findFirst();
  }
}
