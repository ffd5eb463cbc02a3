package dev.darkstore.schemas;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;

/**
 * Mark that a dead letter was sent again: the headers of a record on {@link Topic#DEAD_LETTERS}
 * without a value. It follows the letter on its partition and was written in one Kafka transaction
 * with the resent record: so each exists if and only if the other does, and the mark is retained as
 * long as the letter.
 *
 * @param letterPartition partition of the letter and of this mark
 * @param letterOffset offset of the letter
 * @param targetTopic topic of the resent record
 * @param targetPartition partition of the resent record
 * @param targetOffset offset of the resent record
 * @param by sender, for people
 */
public record ResendMark(
    int letterPartition,
    long letterOffset,
    String targetTopic,
    int targetPartition,
    long targetOffset,
    String by) {

  /** Header: partition of the letter. */
  public static final String LETTER_PARTITION = "resent.letter.partition";

  /** Header: offset of the letter. */
  public static final String LETTER_OFFSET = "resent.letter.offset";

  /** Header: topic of the resent record. */
  public static final String TARGET_TOPIC = "resent.to.topic";

  /** Header: partition of the resent record. */
  public static final String TARGET_PARTITION = "resent.to.partition";

  /** Header: offset of the resent record. */
  public static final String TARGET_OFFSET = "resent.to.offset";

  /** Header: sender. */
  public static final String BY = "resent.by";

  private static final int BY_CHARACTERS = 100;

  public ResendMark {
    Objects.requireNonNull(targetTopic, "targetTopic");
    by = Text.bounded(by, BY_CHARACTERS);
  }

  /**
   * Returns the mark in a record's headers; empty if any header is missing. A dead letter keeps the
   * headers of its client, but is always recognized by those of {@link DeadLetterHeaders}: a letter
   * cannot be forged into a mark.
   */
  public static Optional<ResendMark> read(Headers headers) {
    if (headers.lastHeader(DeadLetterHeaders.REASON) != null) {
      return Optional.empty();
    }
    OptionalLong letterPartition = TextHeaders.lastNumber(headers, LETTER_PARTITION);
    OptionalLong letterOffset = TextHeaders.lastNumber(headers, LETTER_OFFSET);
    Optional<String> topic = TextHeaders.last(headers, TARGET_TOPIC);
    OptionalLong partition = TextHeaders.lastNumber(headers, TARGET_PARTITION);
    OptionalLong offset = TextHeaders.lastNumber(headers, TARGET_OFFSET);
    Optional<String> by = TextHeaders.last(headers, BY);
    if (letterPartition.isEmpty()
        || letterOffset.isEmpty()
        || topic.isEmpty()
        || partition.isEmpty()
        || offset.isEmpty()
        || by.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ResendMark(
            (int) letterPartition.getAsLong(),
            letterOffset.getAsLong(),
            topic.get(),
            (int) partition.getAsLong(),
            offset.getAsLong(),
            by.get()));
  }

  /** Adds these values to a record's headers. */
  public void writeTo(Headers headers) {
    TextHeaders.put(headers, LETTER_PARTITION, Integer.toString(letterPartition));
    TextHeaders.put(headers, LETTER_OFFSET, Long.toString(letterOffset));
    TextHeaders.put(headers, TARGET_TOPIC, targetTopic);
    TextHeaders.put(headers, TARGET_PARTITION, Integer.toString(targetPartition));
    TextHeaders.put(headers, TARGET_OFFSET, Long.toString(targetOffset));
    TextHeaders.put(headers, BY, by);
  }

  /** Returns a text for people: the letter, the resent record and the sender. */
  @Override
  public String toString() {
    return "letter %s-%s was sent again as %s-%s@%s by %s"
        .formatted(letterPartition, letterOffset, targetTopic, targetPartition, targetOffset, by);
  }
}
