package dev.darkstore.schemas;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Description of a dead letter in its own headers, in UTF-8, numbers in decimal.
 *
 * @param reason reason why it is there
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

  /** Header: the name of a {@link DeadLetterReason}. */
  public static final String REASON = "error.reason";

  /** Header: one sentence. */
  public static final String DETAIL = "error.detail";

  /** Header: the topic that the record came from. */
  public static final String SOURCE_TOPIC = "source.topic";

  /** Header: its partition there. */
  public static final String SOURCE_PARTITION = "source.partition";

  /** Header: its offset there. */
  public static final String SOURCE_OFFSET = "source.offset";

  /** Header: its time there, in milliseconds since 1970. */
  public static final String SOURCE_TIMESTAMP = "source.timestamp";

  /** The longest detail. */
  public static final int DETAIL_CHARACTERS = 1_000;

  public DeadLetterHeaders {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(sourceTopic, "sourceTopic");
    detail = Text.bounded(detail, DETAIL_CHARACTERS);
  }

  /**
   * Returns the headers of a dead letter; empty if any but the timestamp is missing. Anything else
   * that a client wrote there is not trusted.
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
   * As much of a key or a value as its dead letter carries: all of it, up to {@link
   * Limits#RECORD_BYTES}. More than that may have come in, because a broker's limit is about
   * compressed bytes, and would not go out again; it is still where the headers say it came from.
   */
  public static byte[] bounded(byte[] keyOrValue) {
    return keyOrValue == null || keyOrValue.length <= Limits.RECORD_BYTES
        ? keyOrValue
        : Arrays.copyOf(keyOrValue, Limits.RECORD_BYTES);
  }

  /** These as the headers of a new record. */
  public Headers toHeaders() {
    Headers headers = new RecordHeaders();
    writeTo(headers);
    return headers;
  }

  /** Adds these to a record's headers, in place of any of the same names. */
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
