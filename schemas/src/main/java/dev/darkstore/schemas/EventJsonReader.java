package dev.darkstore.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Strict reader of the flat JSON of {@link EventJson}: nothing is guessed, converted or ignored, so
 * that a mistyped field leads to an error and not to a wrong delivery.
 */
final class EventJsonReader {
  static final String TYPE = "type";
  static final String BODY = "body";
  private static final String ORDER_ID = "orderId";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // A second "quantity" would silently replace the first.
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names in foreign input must not be interned for the life of the process.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  // An object, its lines, a line; plus a few levels, so that an error can be named.
                  .maxNestingDepth(8)
                  .maxNumberLength(20)
                  .build())
          .build();

  /** Parts of Jackson's messages that refer to settings and sources, useless to authors of JSON. */
  private static final Pattern ASIDES =
      Pattern.compile(" \\(start marker at [^]]*]\\)|, from `[^`]*`|: enable `[^`]*` to allow");

  private static final JsonMapper MAPPER = new JsonMapper(FACTORY);

  private EventJsonReader() {}

  /** Returns the record of this schema that the value describes. */
  static SpecificRecord read(Schema envelope, byte[] value) throws UnreadableRecordException {
    String text = text(value);
    JsonNode object = parse(text);
    try {
      return record(envelope, object);
    } catch (MismatchException e) {
      throw unreadable(
          e.getMessage(), new ReadablePart(text(object, ORDER_ID), text(object, TYPE)));
    }
  }

  private static Optional<String> text(JsonNode object, String field) {
    return Optional.ofNullable(object.path(field).textValue());
  }

  private static String text(byte[] value) throws UnreadableRecordException {
    if (value[0] == 0) {
      throw unreadable(
          "the value is neither Avro's single-object encoding nor JSON: it begins with a zero byte,"
              + " as values for a schema registry do",
          ReadablePart.NONE);
    }
    try {
      return Utf8Text.decode(value);
    } catch (CharacterCodingException e) {
      throw unreadable("the value is neither Avro nor JSON: it is not UTF-8", ReadablePart.NONE);
    }
  }

  private static JsonNode parse(String text) throws UnreadableRecordException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonNode object = MAPPER.readTree(parser);
      if (object == null || !object.isObject()) {
        throw unreadable("the value is neither Avro nor a JSON object", ReadablePart.NONE);
      }
      if (parser.nextToken() != null) {
        throw unreadable("something follows the JSON object in the value", readablePart(text));
      }
      return object;
    } catch (JsonProcessingException e) {
      throw unreadable("the value is not JSON: " + describe(e), readablePart(text));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  private static String describe(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    String what = ASIDES.matcher(e.getOriginalMessage()).replaceAll("");
    return Text.bounded(what, 300) + where;
  }

  /** Returns the id and the type in a text that is only partially valid JSON. */
  private static ReadablePart readablePart(String text) {
    Map<String, String> found = new HashMap<>();
    try (JsonParser parser = FACTORY.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && parser.getParsingContext().getNestingDepth() == 1) {
          found.putIfAbsent(parser.currentName(), parser.getText());
        }
      }
    } catch (IOException e) {
      // The text ends here.
    }
    return new ReadablePart(
        Optional.ofNullable(found.get(ORDER_ID)), Optional.ofNullable(found.get(TYPE)));
  }

  private static SpecificRecord record(Schema envelope, JsonNode object) throws MismatchException {
    Schema body = body(envelope, object.get(TYPE));
    Map<String, Schema.Field> expected = new LinkedHashMap<>();
    for (Schema.Field field : envelope.getFields()) {
      if (!field.name().equals(BODY)) {
        expected.put(field.name(), field);
      }
    }
    for (Schema.Field field : body.getFields()) {
      expected.put(field.name(), field);
    }
    checkNames(object, expected, "", TYPE);

    SpecificRecord inner = GeneratedClasses.MODEL.newRecord(body);
    for (Schema.Field field : body.getFields()) {
      inner.put(field.pos(), value(field, object, ""));
    }
    SpecificRecord outer = GeneratedClasses.MODEL.newRecord(envelope);
    for (Schema.Field field : envelope.getFields()) {
      outer.put(field.pos(), field.name().equals(BODY) ? inner : value(field, object, ""));
    }
    return outer;
  }

  private static Schema body(Schema envelope, JsonNode type) throws MismatchException {
    List<Schema> bodies = envelope.getField(BODY).schema().getTypes();
    String known = String.join(", ", bodies.stream().map(Schema::getName).toList());
    if (type == null) {
      throw new MismatchException("field type is missing; it must be one of " + known);
    }
    for (Schema body : bodies) {
      if (type.isTextual() && body.getName().equals(type.textValue())) {
        return body;
      }
    }
    throw new MismatchException("type is " + show(type) + "; it must be one of " + known);
  }

  private static void checkNames(
      JsonNode object, Map<String, Schema.Field> expected, String path, String also)
      throws MismatchException {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!expected.containsKey(name) && !name.equals(also)) {
        throw new MismatchException(
            "field "
                + Text.quote(path + name)
                + " is unknown; known are "
                + String.join(", ", expected.keySet()));
      }
    }
  }

  private static Object value(Schema.Field field, JsonNode object, String path)
      throws MismatchException {
    JsonNode value = object.get(field.name());
    String name = path + field.name();
    Schema schema = field.schema();
    if (schema.isUnion()) {
      // The only unions besides the body: null or another type.
      if (value == null || value.isNull()) {
        return null;
      }
      schema = schema.getTypes().get(1);
    }
    if (value == null) {
      if (schema.getType() == Schema.Type.MAP) {
        return Map.of();
      }
      throw new MismatchException("field " + name + " is missing");
    }
    return switch (schema.getType()) {
      case STRING -> {
        if (!value.isTextual()) {
          throw wrong(name, value, "a string");
        }
        yield value.textValue();
      }
      case INT -> {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
          throw wrong(name, value, "a whole number below 2^31, without a decimal point");
        }
        yield value.intValue();
      }
      case ARRAY -> {
        if (!value.isArray()) {
          throw wrong(name, value, "an array");
        }
        List<SpecificRecord> items = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
          items.add(item(schema.getElementType(), value.get(i), name + "[" + i + "]"));
        }
        yield items;
      }
      case MAP -> texts(name, value);
      default -> throw new IllegalStateException("cannot read " + name + " of " + schema);
    };
  }

  private static Map<String, String> texts(String name, JsonNode value) throws MismatchException {
    if (!value.isObject()) {
      throw wrong(name, value, "an object");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (!entry.getValue().isTextual()) {
        throw wrong(name + "[" + Text.quote(entry.getKey()) + "]", entry.getValue(), "a string");
      }
      texts.put(entry.getKey(), entry.getValue().textValue());
    }
    return texts;
  }

  private static SpecificRecord item(Schema schema, JsonNode value, String path)
      throws MismatchException {
    if (!value.isObject()) {
      throw wrong(path, value, "an object");
    }
    Map<String, Schema.Field> expected = new LinkedHashMap<>();
    for (Schema.Field field : schema.getFields()) {
      expected.put(field.name(), field);
    }
    checkNames(value, expected, path + ".", "");
    SpecificRecord record = GeneratedClasses.MODEL.newRecord(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field, value, path + "."));
    }
    return record;
  }

  private static MismatchException wrong(String name, JsonNode value, String expected) {
    return new MismatchException(
        "field " + name + " is " + show(value) + "; it must be " + expected);
  }

  private static String show(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "the string " + Text.quote(value.textValue());
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      default -> Text.bounded(value.toString(), 80);
    };
  }

  private static UnreadableRecordException unreadable(String detail, ReadablePart readable) {
    return new UnreadableRecordException(DeadLetterReason.UNREADABLE, detail, readable);
  }

  /** Valid JSON that does not have the form of the record. */
  private static final class MismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MismatchException(String detail) {
      super(detail, null, false, false);
    }
  }
}
