package dev.darkstore.simulator;

import dev.darkstore.simulator.world.LoggedRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;

/** Digest of complete logs: FNV-1a over every byte of every record, its position and its time. */
final class LogDigest {
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private long hash = BASIS;

  private LogDigest() {}

  static String of(List<LoggedRecord> records) {
    LogDigest digest = new LogDigest();
    for (LoggedRecord record : records) {
      digest.add(record.topic().topicName().hashCode());
      digest.add(record.partition());
      digest.add(record.offset());
      digest.add(record.timestampMillis());
      digest.add(record.visibleAtMillis());
      digest.add(record.key());
      digest.add(record.value());
      for (Header header : record.headers()) {
        digest.add(header.key().getBytes(StandardCharsets.UTF_8));
        digest.add(header.value());
      }
    }
    return String.format("%016x", digest.hash);
  }

  private void add(long number) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      add((byte) (number >>> shift));
    }
  }

  /** Adds the length first; null differs from empty. */
  private void add(byte[] bytes) {
    add(bytes == null ? -1L : bytes.length);
    if (bytes != null) {
      for (byte one : bytes) {
        add(one);
      }
    }
  }

  private void add(byte one) {
    hash = (hash ^ (one & 0xff)) * PRIME;
  }
}
