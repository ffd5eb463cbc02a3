package dev.darkstore.client.letters;

import dev.darkstore.client.log.EventText;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.EventJson;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Text;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Dead letter.
 *
 * @param record record on the dead-letter topic
 * @param headers headers written by a service; without them the source is unknown
 * @param resent mark that it was sent again, if it was
 */
public record Letter(
    ConsumerRecord<byte[], byte[]> record,
    Optional<DeadLetterHeaders> headers,
    Optional<ResendMark> resent) {
  private static final int TEXT_CHARACTERS_MAX = 4_000;
  private static final int HEX_BYTES_MAX = 256;

  /** Checks that no component is null. */
  public Letter {
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(resent, "resent");
  }

  /** Returns its id for people: partition and offset. */
  public String id() {
    return record.partition() + "-" + record.offset();
  }

  /** Returns the reason, for people. */
  public String why() {
    return headers.map(EventText::letter).orElse("its headers do not contain the reason");
  }

  /** Returns the source position, for people. */
  public String source() {
    return headers.map(EventText::source).orElse("?");
  }

  /** Returns the source topic, if it is one of ours. */
  Optional<Topic> sourceTopic() {
    return headers.flatMap(each -> Topic.named(each.sourceTopic()));
  }

  /** Returns the key, for people. */
  public String key() {
    return record.key() == null ? "none" : readable(record.key());
  }

  /**
   * Returns the content, for people: as JSON if it can be decoded, as text if it is text, otherwise
   * in hexadecimal digits.
   */
  public String content() {
    byte[] value = record.value();
    if (value == null) {
      return "none";
    }
    Optional<Topic> topic = sourceTopic().filter(source -> source.schema().isPresent());
    if (topic.isPresent() && isAvro(value)) {
      try {
        return EventJson.toJson(EventCodec.of(topic.get()).read(value));
      } catch (UnreadableRecordException e) {
        return readable(value); // The cause of the dead letter.
      }
    }
    return readable(value);
  }

  /**
   * Returns the reason why it cannot be sent again, if it cannot.
   *
   * @param replaced true if its content will be replaced
   */
  Optional<String> obstacle(boolean replaced) {
    if (resent.isPresent()) {
      return Optional.of(resent.get().toString());
    }
    if (sourceTopic().isEmpty()) {
      return Optional.of("its source is unknown");
    }
    if (!sourceTopic().get().isClientFacing()) {
      return Optional.of("it came from %s, which only services may write".formatted(source()));
    }
    boolean isCut = record.value() != null && record.value().length >= Limits.RECORD_BYTES;
    if (isCut && !replaced) {
      return Optional.of(
          "it was too large and is truncated; the complete record is at " + source());
    }
    return Optional.empty();
  }

  private static boolean isAvro(byte[] value) {
    return value.length > 1 && value[0] == (byte) 0xC3 && value[1] == 0x01;
  }

  private static String readable(byte[] bytes) {
    try {
      return Text.bounded(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
          TEXT_CHARACTERS_MAX);
    } catch (CharacterCodingException e) {
      int shown = Math.min(bytes.length, HEX_BYTES_MAX);
      return String.format(
          Locale.ROOT,
          "%,d bytes: %s%s",
          bytes.length,
          HexFormat.of().formatHex(bytes, 0, shown),
          shown < bytes.length ? "…" : "");
    }
  }
}
