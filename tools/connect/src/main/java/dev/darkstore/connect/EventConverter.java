package dev.darkstore.connect;

import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.EventJson;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;

/**
 * Converter of Kafka Connect for sinks: decodes the values of our topics, in Avro or JSON, into
 * rows of {@link #ROW}. A row is flat, because sinks for databases do not accept nested records;
 * the complete event is in it as JSON.
 *
 * <p>For values only: keys are text, for Kafka's {@code StringConverter}. Sources need no
 * converter: they write JSON, also with {@code StringConverter}.
 */
public final class EventConverter implements Converter {
  /** Schema of all rows; fields that an event does not have are null. */
  static final Schema ROW =
      SchemaBuilder.struct()
          .name("dev.darkstore.connect.Event")
          .field("type", Schema.STRING_SCHEMA)
          .field("order_id", Schema.OPTIONAL_STRING_SCHEMA)
          .field("decided_at", Timestamp.builder().optional().build())
          .field("event", Schema.STRING_SCHEMA)
          .build();

  /** Constructor for reflective instantiation. */
  public EventConverter() {}

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    if (isKey) {
      throw new ConfigException(
          "EventConverter decodes values; the key.converter of our topics is"
              + " org.apache.kafka.connect.storage.StringConverter");
    }
  }

  @Override
  public byte[] fromConnectData(String topic, Schema schema, Object value) {
    throw new DataException(
        "EventConverter is for sinks; a source writes JSON to "
            + topic
            + " with org.apache.kafka.connect.storage.StringConverter");
  }

  /**
   * {@inheritDoc}
   *
   * @throws DataException if the topic has no events of ours, or the value violates its contract
   */
  @Override
  public SchemaAndValue toConnectData(String topic, byte[] value) {
    Topic known =
        Topic.named(topic)
            .filter(named -> !named.equals(Topic.DEAD_LETTERS))
            .orElseThrow(() -> new DataException(topic + " is no topic with events of Darkstore"));
    if (value == null) {
      return SchemaAndValue.NULL;
    }
    SpecificRecord record;
    try {
      record = EventCodec.of(known).read(value);
    } catch (UnreadableRecordException e) {
      throw new DataException("record of " + topic + ": " + e.detail(), e);
    }
    Struct row =
        new Struct(ROW)
            .put("type", EventJson.typeOf(record))
            .put("order_id", field(record, "orderId", String.class).orElse(null))
            .put(
                "decided_at",
                field(record, "decidedAt", Instant.class).map(Date::from).orElse(null))
            .put("event", EventJson.toJson(record));
    return new SchemaAndValue(ROW, row);
  }

  private static <T> Optional<T> field(SpecificRecord record, String name, Class<T> type) {
    return Optional.ofNullable(record.getSchema().getField(name))
        .map(field -> type.cast(record.get(field.pos())));
  }
}
