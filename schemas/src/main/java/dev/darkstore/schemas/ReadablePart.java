package dev.darkstore.schemas;

import java.util.Optional;

/**
 * Part of an invalid record that could still be decoded; unchecked.
 *
 * @param orderId id of the order that the record names
 * @param body name of the record's body, such as {@code PlaceOrder}
 */
record ReadablePart(Optional<String> orderId, Optional<String> body) {
  static final ReadablePart NONE = new ReadablePart(Optional.empty(), Optional.empty());
}
