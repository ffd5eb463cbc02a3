package dev.darkstore.protocol;

import java.util.Objects;

/**
 * One line of an order.
 *
 * @param sku sku wanted
 * @param quantity number of units, at least 1
 */
public record OrderLine(String sku, int quantity) {
  public OrderLine {
    Objects.requireNonNull(sku, "sku");
    if (quantity < 1) {
      throw new IllegalArgumentException("quantity of " + sku + " is " + quantity);
    }
  }
}
