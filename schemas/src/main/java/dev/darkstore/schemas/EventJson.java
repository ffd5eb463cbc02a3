package dev.darkstore.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writer of records as flat JSON, the form that external clients may also write: {@code type} names
 * the body, followed by the envelope's fields and the body's fields.
 *
 * <pre>{@code {"type":"CancelOrder","orderId":"o-1"}}</pre>
 */
public final class EventJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private EventJson() {}

  /**
   * Returns the record on one line. Fields without a value and empty maps are omitted; times are
   * written as {@code 2026-01-31T12:00:00Z}.
   */
  public static String toJson(SpecificRecord record) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      Optional<SpecificRecord> body = body(record);
      json.writeStartObject();
      json.writeStringField(EventJsonReader.TYPE, typeOf(record));
      fields(json, record);
      if (body.isPresent()) {
        fields(json, body.get());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    // Jackson does not escape some terminal control characters; all of them are within strings.
    return Text.escape(text.toString());
  }

  /** Returns the {@code type} of the record: the name of its body, if it has one, or its own. */
  public static String typeOf(SpecificRecord record) {
    return body(record).orElse(record).getSchema().getName();
  }

  private static Optional<SpecificRecord> body(SpecificRecord record) {
    return Optional.ofNullable(record.getSchema().getField(EventJsonReader.BODY))
        .map(field -> (SpecificRecord) record.get(field.pos()));
  }

  private static void fields(JsonGenerator json, SpecificRecord record) throws IOException {
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      boolean isAbsent = value == null || (value instanceof Map<?, ?> map && map.isEmpty());
      if (!isAbsent && !field.name().equals(EventJsonReader.BODY)) {
        json.writeFieldName(field.name());
        value(json, value);
      }
    }
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof CharSequence text) {
      json.writeString(text.toString());
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Instant time) {
      json.writeString(time.toString());
    } else if (value instanceof GenericEnumSymbol<?> symbol) {
      json.writeString(symbol.toString());
    } else if (value instanceof List<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        value(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> entries) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : new TreeMap<>(entries).entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        value(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof SpecificRecord inner) {
      json.writeStartObject();
      fields(json, inner);
      json.writeEndObject();
    } else {
      throw new IllegalStateException("cannot write a " + value.getClass().getName());
    }
  }
}
