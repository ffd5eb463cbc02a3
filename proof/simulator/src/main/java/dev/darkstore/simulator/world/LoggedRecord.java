package dev.darkstore.simulator.world;

import dev.darkstore.schemas.Topic;
import org.apache.kafka.common.header.Headers;

/**
 * A record as it lies on a topic, visible to everybody.
 *
 * @param sequence the order in which records became visible, over all topics: 0, 1, 2 …
 * @param topic the topic
 * @param partition the partition
 * @param offset the offset; as on a broker, the ends of Kafka transactions take offsets too
 * @param timestampMillis the record's own time
 * @param visibleAtMillis the world's time at which it became visible
 * @param key the key, or null
 * @param value the value, or null
 * @param headers the headers, read-only
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by content
public record LoggedRecord(
    long sequence,
    Topic topic,
    int partition,
    long offset,
    long timestampMillis,
    long visibleAtMillis,
    byte[] key,
    byte[] value,
    Headers headers) {}
