package dev.darkstore.simulator;

import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
import org.apache.avro.specific.SpecificRecord;

/** Decoder of the services' state. */
final class State {
  private State() {}

  static <T extends SpecificRecord> T decode(EventCodec<T> codec, String key, byte[] value) {
    try {
      return codec.decode(value);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          "the state of %s cannot be read: %s".formatted(key, e.detail()), e);
    }
  }
}
