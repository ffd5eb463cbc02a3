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
 * A dead letter.
 *
 * @param record as it lies on the topic
 * @param headers what a service said of it; without them nobody knows where it belongs
 * @param resent that it was sent again, if it was
 */
public record Letter(
    ConsumerRecord<byte[], byte[]> record,
    Optional<DeadLetterHeaders> headers,
    Optional<ResendMark> resent) {
  private static final int TEXT_CHARACTERS_MAX = 4_000;
  private static final int HEX_BYTES_MAX = 256;

  /** Requires everything. */
  public Letter {
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(resent, "resent");
  }

  /** By what people call it: its partition and offset. */
  public String id() {
    return record.partition() + "-" + record.offset();
  }

  /** Why it is there, for people. */
  public String why() {
    return headers.map(EventText::letter).orElse("its headers do not say why");
  }

  /** Where it came from, for people. */
  public String source() {
    return headers.map(EventText::source).orElse("?");
  }

  /** The topic that it came from, if that is one of ours. */
  Optional<Topic> sourceTopic() {
    return headers.flatMap(said -> Topic.named(said.sourceTopic()));
  }

  /** The key, for people. */
  public String key() {
    return record.key() == null ? "none" : readable(record.key());
  }

  /**
   * The content, for people: as JSON if it can be read, as text if it is text, else in hexadecimal
   * digits.
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
        return readable(value); // That is why it is here.
      }
    }
    return readable(value);
  }

  /**
   * Why it cannot be sent again, if it cannot.
   *
   * @param replaced whether its content is replaced by another
   */
  Optional<String> obstacle(boolean replaced) {
    if (resent.isPresent()) {
      return Optional.of(resent.get().toString());
    }
    if (sourceTopic().isEmpty()) {
      return Optional.of("nobody knows where it came from");
    }
    if (!sourceTopic().get().isClientFacing()) {
      return Optional.of(
          "it came from %s, which nobody but a service may write".formatted(source()));
    }
    boolean isCut = record.value() != null && record.value().length >= Limits.RECORD_BYTES;
    if (isCut && !replaced) {
      return Optional.of("it was too large and is cut off; the whole of it is at " + source());
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
