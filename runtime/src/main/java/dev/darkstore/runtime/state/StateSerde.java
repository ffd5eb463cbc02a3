package dev.darkstore.runtime.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
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
  private final BinaryMessageEncoder<A> encoder;
  private final BinaryMessageDecoder<A> decoder;
  private final Function<P, A> toState;
  private final BiFunction<String, A, P> fromState;

  /**
   * @param type the generated class
   * @param toState what is kept of a value
   * @param fromState the value, from its key and what is kept of it
   */
  public StateSerde(Class<A> type, Function<P, A> toState, BiFunction<String, A, P> fromState) {
    SpecificData data = SpecificData.getForClass(type);
    Schema schema = data.getSchema(type);
    this.encoder = new BinaryMessageEncoder<>(data, schema);
    this.decoder = new BinaryMessageDecoder<>(data, schema, StateSchemas.store());
    this.toState = toState;
    this.fromState = fromState;
  }

  /** What is kept of a value. */
  public byte[] encode(P value) {
    try {
      ByteBuffer encoded = encoder.encode(toState.apply(value));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("encoding to memory", e);
    }
  }

  /**
   * The value that was kept.
   *
   * @throws IllegalStateException if it cannot be read: the state is damaged, or newer than this
   *     program
   */
  public P decode(String key, byte[] bytes) {
    try {
      return fromState.apply(key, decoder.decode(bytes));
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "the state of '%s' cannot be read (%d bytes)".formatted(key, bytes.length), e);
    }
  }
}
