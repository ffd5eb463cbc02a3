package dev.darkstore.conformance.wire;

import java.util.Objects;

/**
 * Committed record that a participant has written.
 *
 * @param topic name of the topic
 * @param partition partition
 * @param offset offset
 * @param key the key, or null
 * @param value the value, or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared with another
public record Incoming(String topic, int partition, long offset, byte[] key, byte[] value) {
  public Incoming {
    Objects.requireNonNull(topic, "topic");
  }

  /** Returns the position of the record: {@code topic-partition@offset}. */
  public String position() {
    return topic + "-" + partition + "@" + offset;
  }
}
