package dev.darkstore.runtime.state;

import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Serialization of a protocol value for a store: Avro's single-object encoding, so that a later
 * version can read the state of an earlier one. Parts of the value that are in the store's key are
 * not stored again.
 *
 * @param <A> generated class
 * @param <P> protocol value
 */
public final class StateSerde<A extends SpecificRecord, P> {
  private final Function<P, byte[]> encoder;
  private final BiFunction<String, byte[], P> decoder;

  /**
   * Creates the serialization of one type.
   *
   * @param type generated class
   * @param toState conversion from value to stored form
   * @param fromState conversion from key and stored form to value
   */
  public StateSerde(Class<A> type, Function<P, A> toState, BiFunction<String, A, P> fromState) {
    EventCodec<A> codec = EventCodec.of(type, SpecificData.get().getSchema(type));
    this.encoder = value -> codec.encode(toState.apply(value));
    this.decoder = (key, bytes) -> fromState.apply(key, decode(codec, key, bytes));
  }

  private StateSerde(Function<P, byte[]> encoder, BiFunction<String, byte[], P> decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /**
   * Returns the serialization of a type whose stored form is text. The type itself must read the
   * text of its earlier versions.
   *
   * @param toText conversion from value to stored form
   * @param fromText conversion from key and stored form to value
   */
  public static <P> StateSerde<?, P> ofText(
      Function<P, String> toText, BiFunction<String, String, P> fromText) {
    return new StateSerde<SpecificRecord, P>(
        value -> toText.apply(value).getBytes(StandardCharsets.UTF_8),
        (key, bytes) -> fromText.apply(key, new String(bytes, StandardCharsets.UTF_8)));
  }

  /** Encodes the stored part of a value. */
  public byte[] encode(P value) {
    return encoder.apply(value);
  }

  /**
   * Decodes a stored value.
   *
   * @throws IllegalStateException if it cannot be read: the state is damaged, or newer than this
   *     program
   */
  public P decode(String key, byte[] bytes) {
    return decoder.apply(key, bytes);
  }

  private static <A extends SpecificRecord> A decode(
      EventCodec<A> codec, String key, byte[] bytes) {
    try {
      return codec.decode(bytes);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          "the state of '%s' cannot be read: %s".formatted(key, e.detail()), e);
    }
  }
}
