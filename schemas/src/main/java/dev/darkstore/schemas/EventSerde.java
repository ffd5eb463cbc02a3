package dev.darkstore.schemas;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializer and deserializer over a codec, for ordinary producers and consumers. It writes Avro
 * and reads every encoding that the topic allows. A null value maps to a null record in both
 * directions, as usual in Kafka. A service that must not stop at an invalid record reads bytes and
 * uses the codec directly.
 *
 * @param <T> generated class of the record
 */
public final class EventSerde<T extends SpecificRecord>
    implements Serde<T>, Serializer<T>, Deserializer<T> {
  private final EventCodec<T> codec;

  private EventSerde(EventCodec<T> codec) {
    this.codec = codec;
  }

  /** Returns the serde of this codec. */
  public static <T extends SpecificRecord> EventSerde<T> of(EventCodec<T> codec) {
    return new EventSerde<>(codec);
  }

  @Override
  public byte[] serialize(String topic, T record) {
    return record == null ? null : codec.encode(record);
  }

  /**
   * {@inheritDoc}
   *
   * @throws SerializationException if the value violates the contract
   */
  @Override
  public T deserialize(String topic, byte[] value) {
    if (value == null) {
      return null;
    }
    try {
      return codec.read(value);
    } catch (UnreadableRecordException e) {
      throw new SerializationException("record of " + topic + ": " + e.detail(), e);
    }
  }

  @Override
  public Serializer<T> serializer() {
    return this;
  }

  @Override
  public Deserializer<T> deserializer() {
    return this;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {}

  @Override
  public void close() {}
}
