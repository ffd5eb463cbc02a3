package dev.darkstore.schemas;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Description of a dead letter in its own headers, in UTF-8, numbers in decimal.
 *
 * @param reason reason of the rejection
 * @param detail reason as a sentence; at most {@value #DETAIL_CHARACTERS} characters, control
 *     characters escaped
 * @param sourceTopic topic that it came from
 * @param sourcePartition partition of that topic
 * @param sourceOffset offset in that partition
 * @param sourceTimestampMillis time of the record there; empty if an earlier version wrote it
 */
public record DeadLetterHeaders(
    DeadLetterReason reason,
    String detail,
    String sourceTopic,
    int sourcePartition,
    long sourceOffset,
    OptionalLong sourceTimestampMillis) {

  /** Header: name of a {@link DeadLetterReason}. */
  public static final String REASON = "error.reason";

  /** Header: detail, one sentence. */
  public static final String DETAIL = "error.detail";

  /** Header: source topic. */
  public static final String SOURCE_TOPIC = "source.topic";

  /** Header: source partition. */
  public static final String SOURCE_PARTITION = "source.partition";

  /** Header: source offset. */
  public static final String SOURCE_OFFSET = "source.offset";

  /** Header: timestamp of the source record, in milliseconds since 1970. */
  public static final String SOURCE_TIMESTAMP = "source.timestamp";

  /** Maximum length of a detail. */
  public static final int DETAIL_CHARACTERS = 1_000;

  public DeadLetterHeaders {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(sourceTopic, "sourceTopic");
    detail = Text.bounded(detail, DETAIL_CHARACTERS);
  }

  /**
   * Returns the headers of a dead letter; empty if any but the timestamp is missing or malformed,
   * since a client may have written them.
   */
  public static Optional<DeadLetterHeaders> read(Headers headers) {
    Optional<String> reason = TextHeaders.last(headers, REASON);
    Optional<String> detail = TextHeaders.last(headers, DETAIL);
    Optional<String> topic = TextHeaders.last(headers, SOURCE_TOPIC);
    Optional<String> partition = TextHeaders.last(headers, SOURCE_PARTITION);
    Optional<String> offset = TextHeaders.last(headers, SOURCE_OFFSET);
    if (reason.isEmpty()
        || detail.isEmpty()
        || topic.isEmpty()
        || partition.isEmpty()
        || offset.isEmpty()) {
      return Optional.empty();
    }
    Optional<DeadLetterReason> known =
        Arrays.stream(DeadLetterReason.values())
            .filter(candidate -> candidate.name().equals(reason.get()))
            .findFirst();
    try {
      int partitionNumber = Integer.parseInt(partition.get());
      long offsetNumber = Long.parseLong(offset.get());
      OptionalLong timestampMillis =
          TextHeaders.last(headers, SOURCE_TIMESTAMP).stream().mapToLong(Long::parseLong).findAny();
      return known.map(
          r ->
              new DeadLetterHeaders(
                  r, detail.get(), topic.get(), partitionNumber, offsetNumber, timestampMillis));
    } catch (NumberFormatException e) {
      return Optional.empty(); // Not written by a service.
    }
  }

  /**
   * Truncates a key or value for its dead letter to {@link Limits#RECORD_BYTES}. A larger one can
   * arrive, because a broker's limit applies to compressed bytes, but could not be written again;
   * the complete record remains at its source position.
   */
  public static byte[] bounded(byte[] keyOrValue) {
    return keyOrValue == null || keyOrValue.length <= Limits.RECORD_BYTES
        ? keyOrValue
        : Arrays.copyOf(keyOrValue, Limits.RECORD_BYTES);
  }

  /** Returns these values as headers of a new record. */
  public Headers toHeaders() {
    Headers headers = new RecordHeaders();
    writeTo(headers);
    return headers;
  }

  /** Removes all headers of a dead letter, so that the record can be sent again. */
  public static void removeFrom(Headers headers) {
    List.of(REASON, DETAIL, SOURCE_TOPIC, SOURCE_PARTITION, SOURCE_OFFSET, SOURCE_TIMESTAMP)
        .forEach(headers::remove);
  }

  /** Adds these values to a record's headers and replaces headers with equal names. */
  public void writeTo(Headers headers) {
    TextHeaders.put(headers, REASON, reason.name());
    TextHeaders.put(headers, DETAIL, detail);
    TextHeaders.put(headers, SOURCE_TOPIC, sourceTopic);
    TextHeaders.put(headers, SOURCE_PARTITION, Integer.toString(sourcePartition));
    TextHeaders.put(headers, SOURCE_OFFSET, Long.toString(sourceOffset));
    headers.remove(SOURCE_TIMESTAMP);
    sourceTimestampMillis.ifPresent(
        millis -> TextHeaders.put(headers, SOURCE_TIMESTAMP, Long.toString(millis)));
  }
}
