package dev.darkstore.runtime.state;

import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * A value of the protocol as it is kept in a store: Avro's single-object encoding, so that a later
 * version can read what an earlier one wrote. Parts of the value that are in the store's key are
 * not kept again.
 *
 * @param <A> the generated class
 * @param <P> the protocol's value
 */
public final class StateSerde<A extends SpecificRecord, P> {
  private final EventCodec<A> codec;
  private final Function<P, A> toState;
  private final BiFunction<String, A, P> fromState;

  /**
   * How values of one kind are kept.
   *
   * @param type the generated class
   * @param toState what is kept of a value
   * @param fromState the value, from its key and what is kept of it
   */
  public StateSerde(Class<A> type, Function<P, A> toState, BiFunction<String, A, P> fromState) {
    this.codec = EventCodec.of(type, SpecificData.get().getSchema(type));
    this.toState = toState;
    this.fromState = fromState;
  }

  /** Encodes the part of a value that is kept. */
  public byte[] encode(P value) {
    return codec.encode(toState.apply(value));
  }

  /**
   * The value that was kept.
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
