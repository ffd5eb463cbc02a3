package dev.darkstore.schemas;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.StockUpdate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the topics that are written from outside. A record that comes out of here is whole, keeps
 * the {@link Limits} and lies under the key that it has to lie under; what services decide about it
 * needs no further checks of form.
 */
public final class ClientRecords {
  private ClientRecords() {}

  /**
   * A record of {@code orders}.
   *
   * @throws UnreadableRecordException if it breaks the contract. Its order id is present only if it
   *     could be read, has the form of an id and equals the key: then the one who is told of that
   *     order is the one who wrote the record
   */
  public static OrderRequest order(byte[] key, byte[] value) throws UnreadableRecordException {
    OrderRequest request;
    try {
      request = EventCodec.ORDERS.read(value);
    } catch (UnreadableRecordException e) {
      throw e.withOrderId(e.orderId().filter(id -> isSafeToTell(id, key)));
    }
    String orderId = request.getOrderId();
    Optional<String> toTell = Optional.of(orderId).filter(id -> isSafeToTell(id, key));
    check(Limits.violation(request), toTell, "orderId", orderId, key);
    return request;
  }

  /**
   * A record of {@code stock-updates}.
   *
   * @throws UnreadableRecordException if it breaks the contract
   */
  public static StockUpdate stockUpdate(byte[] key, byte[] value) throws UnreadableRecordException {
    StockUpdate update = readUpdate(EventCodec.STOCK_UPDATES, value);
    check(Limits.violation(update), Optional.empty(), "storeId", update.getStoreId(), key);
    return update;
  }

  /**
   * A record of {@code agent-updates}.
   *
   * @throws UnreadableRecordException if it breaks the contract
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
      // An update may name an order, but its writer is not the one to be told of it.
      throw e.withOrderId(Optional.empty());
    }
  }

  private static void check(
      Optional<String> violation, Optional<String> toTell, String field, String id, byte[] key)
      throws UnreadableRecordException {
    if (violation.isPresent()) {
      throw new UnreadableRecordException(DeadLetterReason.INVALID, violation.get(), toTell);
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

  private static boolean isSafeToTell(String orderId, byte[] key) {
    return Limits.isId(orderId) && isKey(orderId, key);
  }

  private static boolean isKey(String id, byte[] key) {
    return Arrays.equals(key, id.getBytes(StandardCharsets.UTF_8));
  }
}
