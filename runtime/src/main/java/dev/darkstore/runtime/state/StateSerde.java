package dev.darkstore.runtime.state;

import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
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
  private final EventCodec<A> codec;
  private final Function<P, A> toState;
  private final BiFunction<String, A, P> fromState;

  /**
   * Creates the serialization of one type.
   *
   * @param type generated class
   * @param toState conversion from value to stored form
   * @param fromState conversion from key and stored form to value
   */
  public StateSerde(Class<A> type, Function<P, A> toState, BiFunction<String, A, P> fromState) {
    this.codec = EventCodec.of(type, SpecificData.get().getSchema(type));
    this.toState = toState;
    this.fromState = fromState;
  }

  /** Encodes the stored part of a value. */
  public byte[] encode(P value) {
    return codec.encode(toState.apply(value));
  }

  /**
   * Decodes a stored value.
   *
   * @throws IllegalStateException if it cannot be read: the state is damaged, or newer than this
   *     program
   */
  public P decode(String key, byte[] bytes) {
    try {
      return fromState.apply(key, codec.decode(bytes));
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          "the state of '%s' cannot be read: %s".formatted(key, e.detail()), e);
    }
  }
}
