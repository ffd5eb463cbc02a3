package dev.darkstore.simulator.world;

import dev.darkstore.schemas.Topic;
import org.apache.kafka.common.header.Headers;

/**
 * Visible record of a topic.
 *
 * @param sequence rank of the record in the order of visibility over all topics: 0, 1, 2 …
 * @param topic the topic
 * @param partition the partition
 * @param offset the offset; as on a broker, markers of Kafka transactions take offsets too
 * @param timestampMillis timestamp of the record
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
