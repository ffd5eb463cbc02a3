package dev.darkstore.audit.record;

import dev.darkstore.schemas.Topic;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Record of a topic.
 *
 * @param topic the topic
 * @param partition the partition
 * @param offset the offset
 * @param timestampMillis timestamp of the record
 * @param key the key, or null
 * @param value the value, or null
 * @param headers the headers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared with another
public record AuditRecord(
    Topic topic,
    int partition,
    long offset,
    long timestampMillis,
    byte[] key,
    byte[] value,
    Headers headers) {
  public AuditRecord {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(headers, "headers");
  }

  /** Returns a consumed record of one of our topics. */
  public static AuditRecord of(ConsumerRecord<byte[], byte[]> read) {
    return new AuditRecord(
        Topic.named(read.topic()).orElseThrow(),
        read.partition(),
        read.offset(),
        read.timestamp(),
        read.key(),
        read.value(),
        read.headers());
  }

  public Position position() {
    return new Position(topic, partition, offset);
  }
}
