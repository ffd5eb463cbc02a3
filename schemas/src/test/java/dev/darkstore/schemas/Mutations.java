package dev.darkstore.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Mutations of records: of their bytes, or, with knowledge of their structure, of their fields. The
 * result depends on the random numbers only.
 */
public final class Mutations {
  /** Zigzag varints of very large or negative lengths. */
  static final byte[][] CLAIMS = {
    {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F}, // 2^31 - 1
    {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F}, // -2^31
    {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x40}, // 2^40
    {-2, -1, -1, -1, -1, -1, -1, -1, -1, 0x01}, // 2^63 - 1
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, 0x01}, // -2^63
    {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10}, // 2^24
    {(byte) 0x80, (byte) 0x80, 0x08}, // 65,536
    {0x01}, // -1
  };

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "a\0b",
          "a\nb\r\tc",
          "\u001b[31mred",
          "\u202egnp.exe",
          "\ud83e\udd5b",
          "\ud83e",
          "..",
          "../../etc",
          "null",
          "o-1",
          "x".repeat(64),
          "x".repeat(65),
          "x".repeat(70_000));

  private static final List<Long> NUMBERS =
      List.of(
          0L,
          1L,
          -1L,
          1_000L,
          1_001L,
          1_000_000L,
          1_000_001L,
          (long) Integer.MAX_VALUE,
          (long) Integer.MIN_VALUE,
          Long.MAX_VALUE,
          Long.MIN_VALUE);

  private static final List<Integer> COUNTS = List.of(0, 1, 2, 100, 101);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Mutations() {}

  /**
   * Returns the value with some bits flipped, and some bytes replaced, repeated, inserted or
   * removed.
   */
  public static byte[] ofBytes(byte[] original, Random random) {
    byte[] value = original;
    for (int times = 1 + random.nextInt(3); times > 0 && value.length > 0; times--) {
      int position = random.nextInt(value.length);
      int count = Math.min(value.length - position, 1 + random.nextInt(4));
      value =
          switch (random.nextInt(6)) {
            case 0 ->
                spliced(value, position, 1, (byte) (value[position] ^ 1 << random.nextInt(8)));
            case 1 -> spliced(value, position, 1, (byte) random.nextInt(256));
            case 2 -> spliced(value, position, count);
            case 3 ->
                spliced(value, position, 0, Arrays.copyOfRange(value, position, position + count));
            case 4 -> spliced(value, position, count, CLAIMS[random.nextInt(CLAIMS.length)]);
            default -> Arrays.copyOf(value, position);
          };
    }
    return value;
  }

  /** Returns the record with one field, at any depth, set to an unexpected value. */
  public static <T extends SpecificRecord> T ofFields(T original, Random random) {
    T record = GeneratedClasses.MODEL.deepCopy(original.getSchema(), original);
    spoil(record, random);
    return record;
  }

  /** Returns the JSON object with one value, at any depth, replaced, removed or repeated. */
  public static byte[] ofJson(byte[] original, Random random) {
    try {
      ObjectNode object = (ObjectNode) MAPPER.readTree(original);
      spoil(object, random);
      return MAPPER.writeValueAsString(object).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the original is no JSON", e);
    }
  }

  /** Returns the value with some bytes replaced. */
  static byte[] spliced(byte[] value, int position, int count, byte... replacement) {
    byte[] result = new byte[value.length - count + replacement.length];
    System.arraycopy(value, 0, result, 0, position);
    System.arraycopy(replacement, 0, result, position, replacement.length);
    System.arraycopy(
        value,
        position + count,
        result,
        position + replacement.length,
        value.length - position - count);
    return result;
  }

  private static void spoil(SpecificRecord record, Random random) {
    if (record.getSchema().getFields().isEmpty()) {
      return;
    }
    Schema.Field field = pick(record.getSchema().getFields(), random);
    Object value = record.get(field.pos());
    record.put(field.pos(), spoiled(field.schema(), value, random));
  }

  private static Object spoiled(Schema schema, Object value, Random random) {
    if (value instanceof SpecificRecord record) {
      spoil(record, random);
      return record;
    }
    if (value instanceof Instant) {
      return Instant.ofEpochMilli(pick(NUMBERS, random));
    }
    return switch (schema.getType()) {
      case STRING -> pick(TEXTS, random);
      case INT -> (int) (long) pick(NUMBERS, random);
      case LONG -> pick(NUMBERS, random);
      case BOOLEAN -> random.nextBoolean();
      case ARRAY -> items((List<?>) value, random);
      case UNION -> value == null ? pick(TEXTS, random) : null;
      default -> value;
    };
  }

  /** Returns another number of these items, or one of them mutated. */
  private static List<Object> items(List<?> original, Random random) {
    List<Object> items = new ArrayList<>(original);
    if (items.isEmpty()) {
      return items;
    }
    if (random.nextBoolean() && items.get(0) instanceof SpecificRecord) {
      spoil((SpecificRecord) pick(items, random), random);
      return items;
    }
    Object first = items.get(0);
    int count = pick(COUNTS, random);
    items.clear();
    for (int i = 0; i < count; i++) {
      items.add(first);
    }
    return items;
  }

  private static void spoil(ObjectNode object, Random random) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) {
      return;
    }
    String name = pick(names, random);
    JsonNode value = object.get(name);
    switch (random.nextInt(6)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(pick(TEXTS, random), value);
      case 2 -> object.set(name, object.deepCopy());
      default -> object.set(name, spoiled(value, random));
    }
  }

  private static JsonNode spoiled(JsonNode value, Random random) {
    if (value instanceof ArrayNode array && !array.isEmpty()) {
      if (random.nextBoolean() && array.get(0) instanceof ObjectNode item) {
        spoil(item, random);
        return array;
      }
      ArrayNode other = JsonNodeFactory.instance.arrayNode();
      for (int count = pick(COUNTS, random); count > 0; count--) {
        other.add(array.get(0));
      }
      return other;
    }
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (random.nextInt(5)) {
      case 0 -> json.numberNode(pick(NUMBERS, random));
      case 1 -> json.numberNode(random.nextDouble() * 1e9);
      case 2 -> json.nullNode();
      case 3 -> json.booleanNode(random.nextBoolean());
      default -> json.textNode(pick(TEXTS, random));
    };
  }

  private static <E> E pick(List<E> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
