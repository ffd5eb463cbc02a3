package dev.darkstore.simulator.world;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decoded record, for people.
 *
 * @param record record on its topic
 * @param kind type of the record: Reserve, Reserved, OrderPlaced …; for a dead letter its reason;
 *     "unreadable" if it cannot be decoded
 * @param orderId order of the event, if any
 * @param message complete message; null if unreadable
 * @param body body of the message; null if unreadable
 */
public record Event(
    LoggedRecord record,
    String kind,
    Optional<String> orderId,
    SpecificRecord message,
    SpecificRecord body) {

  /** Kind of an unreadable record. */
  public static final String UNREADABLE = "unreadable";

  /** Decodes a record. */
  public static Event of(LoggedRecord record) {
    if (record.topic().equals(Topic.DEAD_LETTERS)) {
      String reason =
          DeadLetterHeaders.read(record.headers())
              .map(headers -> headers.reason().name())
              .orElse(UNREADABLE);
      return new Event(record, reason, keyOf(record), null, null);
    }
    SpecificRecord message;
    try {
      message = EventCodec.of(record.topic()).read(record.value());
    } catch (UnreadableRecordException e) {
      return new Event(record, UNREADABLE, keyOf(record), null, null);
    }
    SpecificRecord body = (SpecificRecord) field(message, "body").orElseThrow();
    return new Event(record, body.getSchema().getName(), orderIdOf(message, body), message, body);
  }

  /** Returns its topic. */
  public Topic topic() {
    return record.topic();
  }

  /** Returns the message's body, cast to its type. */
  public <T extends SpecificRecord> T bodyAs(Class<T> type) {
    return type.cast(body);
  }

  private static Optional<String> orderIdOf(SpecificRecord message, SpecificRecord body) {
    if (message instanceof AgentUpdate) {
      return body instanceof DeliveryCompleted completed
          ? Optional.of(completed.getOrderId())
          : Optional.empty();
    }
    return field(message, "orderId").map(Object::toString);
  }

  private static Optional<String> keyOf(LoggedRecord record) {
    return Optional.ofNullable(record.key()).map(key -> new String(key, StandardCharsets.UTF_8));
  }

  private static Optional<Object> field(SpecificRecord record, String name) {
    Schema.Field field = record.getSchema().getField(name);
    return Optional.ofNullable(field == null ? null : record.get(field.pos()));
  }
}
