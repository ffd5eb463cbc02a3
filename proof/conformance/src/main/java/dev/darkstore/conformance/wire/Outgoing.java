package dev.darkstore.conformance.wire;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Record to be written to a participant.
 *
 * @param topic name of the topic
 * @param partition partition; empty for the one that Java's clients choose for the key
 * @param key the key, or null
 * @param value the value, or null
 * @param timestampMillis timestamp of the record
 */
@SuppressWarnings("ArrayRecordComponent") // never compared with another
public record Outgoing(
    String topic, OptionalInt partition, byte[] key, byte[] value, long timestampMillis) {
  public Outgoing {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(partition, "partition");
  }
}
