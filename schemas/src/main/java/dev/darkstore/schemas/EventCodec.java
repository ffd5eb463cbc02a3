package dev.darkstore.schemas;

import dev.darkstore.events.AgentMove;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.events.SupplyEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Codec of records in Avro's single-object encoding: the marker {@code C3 01}, the fingerprint of
 * the writer's schema, the record. Thread-safe.
 *
 * <p>Input is not trusted. No more than {@link Limits#RECORD_BYTES} are decoded, and because Avro
 * receives them as an array, it knows the number of remaining bytes and rejects a declared length
 * that exceeds it before any allocation. So the memory allocated for a value is at most a small
 * multiple of its size.
 *
 * @param <T> generated class of the record
 */
public final class EventCodec<T extends SpecificRecord> {
  // First, because the codecs below use it.
  private static final byte[] MARKER = {(byte) 0xC3, 0x01};
  private static final int HEADER_BYTES = MARKER.length + Long.BYTES;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Topic {@code orders}. */
  public static final EventCodec<OrderRequest> ORDERS =
      of(OrderRequest.class, OrderRequest.getClassSchema());

  /** Requests to participants. */
  public static final EventCodec<BranchCommand> BRANCH_COMMANDS =
      of(BranchCommand.class, BranchCommand.getClassSchema());

  /** How orders ended, for participants. */
  public static final EventCodec<BranchRelease> BRANCH_RELEASES =
      of(BranchRelease.class, BranchRelease.getClassSchema());

  /** Votes and replies of participants. */
  public static final EventCodec<BranchEvent> BRANCH_EVENTS =
      of(BranchEvent.class, BranchEvent.getClassSchema());

  /** Topic {@code order-events}. */
  public static final EventCodec<OrderEvent> ORDER_EVENTS =
      of(OrderEvent.class, OrderEvent.getClassSchema());

  /** Topic {@code store-notifications}. */
  public static final EventCodec<StoreNotification> STORE_NOTIFICATIONS =
      of(StoreNotification.class, StoreNotification.getClassSchema());

  /** Topic {@code delivery-notifications}. */
  public static final EventCodec<DeliveryNotification> DELIVERY_NOTIFICATIONS =
      of(DeliveryNotification.class, DeliveryNotification.getClassSchema());

  /** Topic {@code stock-updates}. */
  public static final EventCodec<StockUpdate> STOCK_UPDATES =
      of(StockUpdate.class, StockUpdate.getClassSchema());

  /** Topic {@code agent-updates}. */
  public static final EventCodec<AgentUpdate> AGENT_UPDATES =
      of(AgentUpdate.class, AgentUpdate.getClassSchema());

  /** Topics {@code stock-events} and {@code agent-events}. */
  public static final EventCodec<SupplyEvent> SUPPLY_EVENTS =
      of(SupplyEvent.class, SupplyEvent.getClassSchema());

  /** Topic {@code agent-moves}. */
  public static final EventCodec<AgentMove> AGENT_MOVES =
      of(AgentMove.class, AgentMove.getClassSchema());

  private final Class<T> type;
  private final Schema schema;
  private final boolean alsoJson;
  private final byte[] header = new byte[HEADER_BYTES];
  private final DatumWriter<T> writer;
  private final Map<Long, Version<T>> versions = new HashMap<>();

  /**
   * Version of the schema, decoded to the current one.
   *
   * @param startsWithOrderId true if the order's id is the first field
   * @param secondBodies names of the bodies, in the sequence of the union, if the body is the
   *     second field; empty otherwise
   */
  private record Version<T>(
      DatumReader<T> reader, boolean startsWithOrderId, List<String> secondBodies) {}

  EventCodec(Class<T> type, SchemaHistory history) {
    this.type = type;
    schema = history.current();
    alsoJson =
        Topic.builtIn().stream()
            .anyMatch(t -> t.isClientFacing() && t.schema().orElseThrow().equals(schema));
    System.arraycopy(MARKER, 0, header, 0, MARKER.length);
    LONG.set(header, MARKER.length, SchemaNormalization.parsingFingerprint64(schema));
    writer = new SpecificDatumWriter<>(schema, GeneratedClasses.MODEL);
    for (Schema version : history.versions()) {
      versions.put(SchemaNormalization.parsingFingerprint64(version), version(version));
    }
    versions.put(SchemaNormalization.parsingFingerprint64(schema), version(schema));
  }

  /**
   * Returns the codec of a generated class with a schema history: an event, or a service's state.
   *
   * @param schema current schema of the class
   */
  public static <T extends SpecificRecord> EventCodec<T> of(Class<T> type, Schema schema) {
    return new EventCodec<>(type, SchemaHistory.of(schema));
  }

  private Version<T> version(Schema written) {
    try {
      return new Version<>(
          new FastReaderBuilder(GeneratedClasses.MODEL).createDatumReader(written, schema),
          written.getFields().get(0).name().equals("orderId"),
          secondBodies(written));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + written + " as " + schema, e);
    }
  }

  private static List<String> secondBodies(Schema written) {
    if (written.getFields().size() < 2) {
      return List.of();
    }
    Schema.Field second = written.getFields().get(1);
    return second.name().equals(EventJsonReader.BODY) && second.schema().isUnion()
        ? second.schema().getTypes().stream().map(Schema::getName).toList()
        : List.of();
  }

  /**
   * Returns the codec of a topic.
   *
   * @throws IllegalArgumentException for {@link Topic#DEAD_LETTERS}, whose values have no schema
   */
  public static EventCodec<? extends SpecificRecord> of(Topic topic) {
    return switch (topic.role()) {
      case ORDERS -> ORDERS;
      case COMMANDS -> BRANCH_COMMANDS;
      case RELEASES -> BRANCH_RELEASES;
      case EVENTS, VOTES -> BRANCH_EVENTS;
      case ORDER_EVENTS -> ORDER_EVENTS;
      case NOTIFICATIONS ->
          topic.equals(Topic.STORE_NOTIFICATIONS) ? STORE_NOTIFICATIONS : DELIVERY_NOTIFICATIONS;
      case SUPPLY_UPDATES -> topic.equals(Topic.STOCK_UPDATES) ? STOCK_UPDATES : AGENT_UPDATES;
      case SUPPLY_EVENTS -> SUPPLY_EVENTS;
      case MOVES -> AGENT_MOVES;
      case DEAD_LETTERS ->
          throw new IllegalArgumentException(topic.topicName() + " has no schema of its own");
    };
  }

  /** Returns the writer's schema, to which every decoded record is converted. */
  public Schema schema() {
    return schema;
  }

  /**
   * Encodes a record in Avro.
   *
   * @throws IllegalArgumentException if the result exceeds {@link Limits#RECORD_BYTES}, which
   *     readers reject
   */
  public byte[] encode(T record) {
    Output output = new Output();
    output.write(header, 0, HEADER_BYTES);
    Encoder encoder = EncoderFactory.get().directBinaryEncoder(output, null);
    try {
      writer.write(record, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return output.bytes();
  }

  /**
   * Decodes a record in Avro, written with this or an earlier version of the schema.
   *
   * @throws UnreadableRecordException if the value is anything else
   */
  public T decode(byte[] value) throws UnreadableRecordException {
    checkSize(value);
    if (!isAvro(value)) {
      throw unreadable("the value is not Avro: it does not begin with C3 01");
    }
    return decodeAvro(value);
  }

  /**
   * Decodes a record in Avro or, on a topic that external clients write, in JSON.
   *
   * @throws UnreadableRecordException if the value is anything else
   */
  public T read(byte[] value) throws UnreadableRecordException {
    if (!alsoJson) {
      return decode(value);
    }
    checkSize(value);
    return isAvro(value) ? decodeAvro(value) : type.cast(EventJsonReader.read(schema, value));
  }

  private T decodeAvro(byte[] value) throws UnreadableRecordException {
    if (value.length < HEADER_BYTES) {
      throw unreadable("the value ends within Avro's header");
    }
    long fingerprint = (long) LONG.get(value, MARKER.length);
    Version<T> version = versions.get(fingerprint);
    if (version == null) {
      throw unreadable(
          String.format(
              Locale.ROOT,
              "the value was written with schema %016x, which is no version of %s",
              fingerprint,
              schema.getName()));
    }
    BinaryDecoder decoder = body(value);
    try {
      T record = version.reader.read(null, decoder);
      if (decoder.isEnd()) {
        return record;
      }
    } catch (IOException | RuntimeException e) {
      // Avro reports malformed bytes with many exception types, some of them unchecked.
      throw new UnreadableRecordException(
          DeadLetterReason.UNREADABLE,
          "the value is not a whole " + schema.getName() + ": " + describe(e),
          readablePart(version, value));
    }
    throw new UnreadableRecordException(
        DeadLetterReason.UNREADABLE,
        "something follows the " + schema.getName() + " in the value",
        readablePart(version, value));
  }

  private static BinaryDecoder body(byte[] value) {
    return DecoderFactory.get()
        .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null);
  }

  private static ReadablePart readablePart(Version<?> version, byte[] value) {
    if (!version.startsWithOrderId) {
      return ReadablePart.NONE;
    }
    BinaryDecoder decoder = body(value);
    Optional<String> orderId = Optional.empty();
    try {
      orderId = Optional.of(decoder.readString());
      int body = decoder.readIndex();
      return body >= 0 && body < version.secondBodies.size()
          ? new ReadablePart(orderId, Optional.of(version.secondBodies.get(body)))
          : new ReadablePart(orderId, Optional.empty());
    } catch (IOException | RuntimeException e) {
      return new ReadablePart(orderId, Optional.empty()); // The value ends there.
    }
  }

  private static String describe(Exception e) {
    return e.getMessage() == null
        ? "it ends too early"
        : Text.bounded(e.getMessage().replace("Malformed data. ", ""), 200);
  }

  private static boolean isAvro(byte[] value) {
    return value.length >= MARKER.length && value[0] == MARKER[0] && value[1] == MARKER[1];
  }

  private static void checkSize(byte[] value) throws UnreadableRecordException {
    if (value == null) {
      throw unreadable("the record has no value");
    }
    if (value.length == 0) {
      throw unreadable("the value is empty");
    }
    if (value.length > Limits.RECORD_BYTES) {
      throw new UnreadableRecordException(
          DeadLetterReason.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "the value has %,d bytes; at most %,d are allowed",
              value.length,
              Limits.RECORD_BYTES));
    }
  }

  private static UnreadableRecordException unreadable(String detail) {
    return new UnreadableRecordException(DeadLetterReason.UNREADABLE, detail);
  }

  /** Growing buffer limited to the maximum record size. */
  private static final class Output extends OutputStream {
    private byte[] bytes = new byte[256];
    private int length;

    @Override
    public void write(int value) {
      ensure(1);
      bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
      ensure(count);
      System.arraycopy(source, offset, bytes, length, count);
      length += count;
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, length);
    }

    private void ensure(int count) {
      if (count > Limits.RECORD_BYTES - length) {
        throw new IllegalArgumentException(
            "the record takes more than " + Limits.RECORD_BYTES + " bytes");
      }
      if (length + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
      }
    }
  }
}
