package dev.darkstore.schemas;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.StockUpdate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decoders of the topics that external clients write. A returned record is complete, respects the
 * {@link Limits} and has the right key; services need no further checks of its form.
 */
public final class ClientRecords {
  private static final String PLACE_ORDER = PlaceOrder.getClassSchema().getName();

  private ClientRecords() {}

  /**
   * Decodes a record of a topic that external clients write.
   *
   * @throws UnreadableRecordException if it violates the contract
   * @throws IllegalArgumentException if they do not write the topic
   */
  public static SpecificRecord read(Topic topic, byte[] key, byte[] value)
      throws UnreadableRecordException {
    if (topic.equals(Topic.ORDERS)) {
      return order(key, value);
    }
    if (topic.equals(Topic.STOCK_UPDATES)) {
      return stockUpdate(key, value);
    }
    if (topic.equals(Topic.AGENT_UPDATES)) {
      return agentUpdate(key, value);
    }
    throw new IllegalArgumentException(topic + " is not written by external clients");
  }

  /**
   * Decodes a record of {@code orders}.
   *
   * @throws UnreadableRecordException if it violates the contract. Its order id is present only if
   *     the record is a PlaceOrder whose id could be read, is well-formed and equals the key: then
   *     the order is rejected to the writer of the record. Any other invalid record does not affect
   *     the order with that id
   */
  public static OrderRequest order(byte[] key, byte[] value) throws UnreadableRecordException {
    OrderRequest request;
    try {
      request = EventCodec.ORDERS.read(value);
    } catch (UnreadableRecordException e) {
      boolean isPlaceOrder = e.body().filter(PLACE_ORDER::equals).isPresent();
      throw e.withOrderId(e.orderId().filter(id -> isPlaceOrder && isSafeToReject(id, key)));
    }
    String orderId = request.getOrderId();
    boolean isPlaceOrder = request.getBody() instanceof PlaceOrder;
    Optional<String> toReject =
        Optional.of(orderId).filter(id -> isPlaceOrder && isSafeToReject(id, key));
    check(Limits.violation(request), toReject, "orderId", orderId, key);
    return request;
  }

  /**
   * Decodes a record of {@code stock-updates}.
   *
   * @throws UnreadableRecordException if it violates the contract
   */
  public static StockUpdate stockUpdate(byte[] key, byte[] value) throws UnreadableRecordException {
    StockUpdate update = readUpdate(EventCodec.STOCK_UPDATES, value);
    check(Limits.violation(update), Optional.empty(), "storeId", update.getStoreId(), key);
    return update;
  }

  /**
   * Decodes a record of {@code agent-updates}.
   *
   * @throws UnreadableRecordException if it violates the contract
   */
  public static AgentUpdate agentUpdate(byte[] key, byte[] value) throws UnreadableRecordException {
    AgentUpdate update = readUpdate(EventCodec.AGENT_UPDATES, value);
    check(Limits.violation(update), Optional.empty(), "zoneId", update.getZoneId(), key);
    return update;
  }

  private static <T extends SpecificRecord> T readUpdate(EventCodec<T> codec, byte[] value)
      throws UnreadableRecordException {
    try {
      return codec.read(value);
    } catch (UnreadableRecordException e) {
      // An update may name an order, but its writer must not receive a reply about that order.
      throw e.withOrderId(Optional.empty());
    }
  }

  private static void check(
      Optional<String> violation, Optional<String> toReject, String field, String id, byte[] key)
      throws UnreadableRecordException {
    if (violation.isPresent()) {
      throw new UnreadableRecordException(
          DeadLetterReason.INVALID, violation.get(), new ReadablePart(toReject, Optional.empty()));
    }
    if (key == null) {
      throw new UnreadableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          "the record has no key; it must be the " + field + ", " + Text.quote(id));
    }
    if (!isKey(id, key)) {
      throw new UnreadableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          "the key is " + Text.quote(key) + "; it must be the " + field + ", " + Text.quote(id));
    }
  }

  private static boolean isSafeToReject(String orderId, byte[] key) {
    return Limits.isId(orderId) && isKey(orderId, key);
  }

  private static boolean isKey(String id, byte[] key) {
    return Arrays.equals(key, id.getBytes(StandardCharsets.UTF_8));
  }
}
