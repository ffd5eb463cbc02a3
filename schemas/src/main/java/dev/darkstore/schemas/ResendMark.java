package dev.darkstore.schemas;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;

/**
 * Says, as the headers of a record on {@link Topic#DEAD_LETTERS} that has no value, that a dead
 * letter was sent again. It lies on the letter's partition, behind it, and was written in one Kafka
 * transaction with what was sent: so there is one if and only if the other is there, and it is kept
 * for as long as the letter.
 *
 * @param letterPartition the partition of the letter and of this mark
 * @param letterOffset the letter's offset
 * @param targetTopic where it was sent
 * @param targetPartition and on which partition it is
 * @param targetOffset and at which offset
 * @param by who sent it, for people
 */
public record ResendMark(
    int letterPartition,
    long letterOffset,
    String targetTopic,
    int targetPartition,
    long targetOffset,
    String by) {

  /** Header: the letter's partition. */
  public static final String LETTER_PARTITION = "resent.letter.partition";

  /** Header: the letter's offset. */
  public static final String LETTER_OFFSET = "resent.letter.offset";

  /** Header: the topic it was sent to. */
  public static final String TARGET_TOPIC = "resent.to.topic";

  /** Header: the partition there. */
  public static final String TARGET_PARTITION = "resent.to.partition";

  /** Header: the offset there. */
  public static final String TARGET_OFFSET = "resent.to.offset";

  /** Header: who sent it. */
  public static final String BY = "resent.by";

  private static final int BY_CHARACTERS = 100;

  public ResendMark {
    Objects.requireNonNull(targetTopic, "targetTopic");
    by = Text.bounded(by, BY_CHARACTERS);
  }

  /**
   * Returns the mark in a record's headers; empty if any of them is missing. A dead letter keeps
   * the headers of the client that wrote it, but is always told apart by those of {@link
   * DeadLetterHeaders}: nobody can pass a letter off as a mark.
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

  /** Adds these to a record's headers. */
  public void writeTo(Headers headers) {
    TextHeaders.put(headers, LETTER_PARTITION, Integer.toString(letterPartition));
    TextHeaders.put(headers, LETTER_OFFSET, Long.toString(letterOffset));
    TextHeaders.put(headers, TARGET_TOPIC, targetTopic);
    TextHeaders.put(headers, TARGET_PARTITION, Integer.toString(targetPartition));
    TextHeaders.put(headers, TARGET_OFFSET, Long.toString(targetOffset));
    TextHeaders.put(headers, BY, by);
  }

  /** For people: which letter, where to, and by whom. */
  @Override
  public String toString() {
    return "letter %s-%s was sent again as %s-%s@%s by %s"
        .formatted(letterPartition, letterOffset, targetTopic, targetPartition, targetOffset, by);
  }
}
