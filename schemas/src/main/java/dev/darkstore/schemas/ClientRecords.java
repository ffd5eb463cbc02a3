package dev.darkstore.schemas;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.StockUpdate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
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
    try {
      OrderRequest request = EventCodec.ORDERS.read(value);
      check(request, Limits.violation(request), "orderId", OrderRequest::getOrderId, key);
      return request;
    } catch (UnreadableRecordException e) {
      throw e.withOrderId(e.orderId().filter(id -> Limits.isId(id) && isKey(id, key)));
    }
  }

  /**
   * A record of {@code stock-updates}.
   *
   * @throws UnreadableRecordException if it breaks the contract
   */
  public static StockUpdate stockUpdate(byte[] key, byte[] value) throws UnreadableRecordException {
    try {
      StockUpdate update = EventCodec.STOCK_UPDATES.read(value);
      check(update, Limits.violation(update), "storeId", StockUpdate::getStoreId, key);
      return update;
    } catch (UnreadableRecordException e) {
      throw e.withOrderId(Optional.empty());
    }
  }

  /**
   * A record of {@code agent-updates}.
   *
   * @throws UnreadableRecordException if it breaks the contract
   */
  public static AgentUpdate agentUpdate(byte[] key, byte[] value) throws UnreadableRecordException {
    try {
      AgentUpdate update = EventCodec.AGENT_UPDATES.read(value);
      check(update, Limits.violation(update), "zoneId", AgentUpdate::getZoneId, key);
      return update;
    } catch (UnreadableRecordException e) {
      // The order that an agent delivered is not the writer's to be told of.
      throw e.withOrderId(Optional.empty());
    }
  }

  private static <T extends SpecificRecord> void check(
      T record, Optional<String> violation, String field, Function<T, String> idOf, byte[] key)
      throws UnreadableRecordException {
    String id = idOf.apply(record);
    if (violation.isPresent()) {
      throw new UnreadableRecordException(
          DeadLetterReason.INVALID, violation.get(), Optional.ofNullable(id));
    }
    if (!isKey(id, key)) {
      throw new UnreadableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          (key == null ? "the record has no key" : "the key is " + Text.quote(key))
              + "; it must be the "
              + field
              + ", "
              + Text.quote(id));
    }
  }

  private static boolean isKey(String id, byte[] key) {
    return key != null && Arrays.equals(key, id.getBytes(StandardCharsets.UTF_8));
  }
}
