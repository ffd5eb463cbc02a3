package dev.darkstore.registry;

import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.SchemaHistory;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;

/**
 * Conversion of a topic's values to the form of a schema registry: a zero byte, four bytes of
 * schema id, the record. Only the header is replaced; the bytes of the record stay unchanged and
 * are not decoded.
 */
final class RegistryFormat {
  private static final int OUR_HEADER_BYTES = 2 + Long.BYTES;
  private static final int THEIR_HEADER_BYTES = 1 + Integer.BYTES;

  private final EventCodec<? extends SpecificRecord> codec;
  private final Map<Long, Integer> ids = new HashMap<>();

  /**
   * Creates the conversion of a topic.
   *
   * @param register function that registers each version of the topic's schema and returns its id
   */
  RegistryFormat(Topic topic, ToIntFunction<Schema> register) {
    codec = EventCodec.of(topic);
    for (Schema version : SchemaHistory.of(codec.schema()).versions()) {
      ids.put(SchemaNormalization.parsingFingerprint64(version), register.applyAsInt(version));
    }
  }

  /**
   * Converts a value in Avro or JSON.
   *
   * @throws UnreadableRecordException if it is not a value of the topic
   */
  byte[] of(byte[] value) throws UnreadableRecordException {
    SpecificRecord record = codec.read(value);
    return exchanged(startsLikeAvro(value) ? value : encoded(codec, record));
  }

  private byte[] exchanged(byte[] value) {
    long fingerprint = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    int bodyBytes = value.length - OUR_HEADER_BYTES;
    return ByteBuffer.allocate(THEIR_HEADER_BYTES + bodyBytes)
        .put((byte) 0)
        .putInt(ids.get(fingerprint))
        .put(value, OUR_HEADER_BYTES, bodyBytes)
        .array();
  }

  private static boolean startsLikeAvro(byte[] value) {
    return value[0] == (byte) 0xC3;
  }

  /** Encodes a record with the codec that read it, which makes the cast safe. */
  @SuppressWarnings("unchecked")
  private static <T extends SpecificRecord> byte[] encoded(
      EventCodec<T> codec, SpecificRecord record) {
    return codec.encode((T) record);
  }
}
