package dev.darkstore.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkstore.client.letters.Letter;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The JSON of a dead letter")
class LetterJsonTest {
  private static final String JSON =
      "{\"type\":\"PlaceOrder\",\"orderId\":\"o-1\",\"customerId\":\"c\",\"storeId\":\"s\","
          + "\"zoneId\":\"z\",\"lines\":[{\"sku\":\"milk\",\"quantity\":1}]}";

  @Test
  @DisplayName("contains the reason, the source, the order, the headers and the content")
  void containsWhatIsKnown() {
    JsonNode json = LetterJson.of(letter(JSON.getBytes(UTF_8), DeadLetterReason.WRONG_PARTITION));
    assertThat(json.path("id").asText()).isEqualTo("0-12");
    assertThat(json.path("reason").asText()).isEqualTo("WRONG_PARTITION");
    assertThat(json.path("detail").asText()).isEqualTo("why");
    assertThat(json.path("source").asText()).isEqualTo("orders-0@5");
    assertThat(json.path("order").asText()).isEqualTo("o-1");
    assertThat(json.path("content").asText()).isEqualTo(JSON);
    assertThat(json.at("/headers/0/name").asText()).isEqualTo("error.reason");
    assertThat(json.at("/headers/0/value").asText()).isEqualTo("WRONG_PARTITION");
    assertThat(json.has("obstacle")).isFalse();
    assertThat(json.path("correctable").asBoolean()).isTrue();
    assertThat(json.has("resentAs")).isFalse();
  }

  @Test
  @DisplayName("contains Avro as JSON")
  void containsAvroAsJson() {
    byte[] avro =
        EventCodec.ORDERS.encode(
            new OrderRequest(
                "o-1", new PlaceOrder("c", "s", "z", List.of(new OrderLine("milk", 1)), Map.of())));
    assertThat(content(avro)).isEqualTo(JSON);
  }

  @Test
  @DisplayName("contains other bytes in hexadecimal digits, and their number")
  void containsOtherBytesInHexadecimalDigits() {
    byte[] bytes = {(byte) 0xC3, 0x01, (byte) 0xFF, 0x00};
    assertThat(content(bytes)).isEqualTo("4 bytes: c301ff00");
  }

  @Test
  @DisplayName("stays short if content and headers are large")
  void staysShort() {
    Letter large = letter(new byte[Limits.RECORD_BYTES], DeadLetterReason.UNREADABLE);
    for (int i = 0; i < 1_000; i++) {
      large.record().headers().add("x" + i, "y".repeat(1_000).getBytes(UTF_8));
    }
    JsonNode json = LetterJson.of(large);
    assertThat(json.path("content").asText().length())
        .isLessThanOrEqualTo(LetterJson.CONTENT_CHARACTERS_MAX);
    assertThat(json.path("headers")).hasSize(LetterJson.HEADERS_MAX);
    assertThat(json.path("headersOmitted").asInt()).isEqualTo(1_005 - LetterJson.HEADERS_MAX);
    assertThat(json.at("/headers/20/value").asText().length())
        .isLessThanOrEqualTo(LetterJson.HEADER_CHARACTERS_MAX);
    assertThat(json.path("obstacle").asText()).startsWith("it was too large and is truncated");
  }

  @Test
  @DisplayName("contains the reason why it cannot be sent again, and whether a correction can be")
  void containsTheObstacle() {
    JsonNode rejected =
        LetterJson.of(letter(JSON.replace(":1}", ":0}").getBytes(UTF_8), DeadLetterReason.INVALID));
    assertThat(rejected.path("obstacle").asText()).contains("its id is used up");
    assertThat(rejected.path("correctable").asBoolean()).isFalse();

    JsonNode unreadable =
        LetterJson.of(letter("no JSON".getBytes(UTF_8), DeadLetterReason.UNREADABLE));
    assertThat(unreadable.path("obstacle").asText())
        .startsWith("it would become a dead letter again: ");
    assertThat(unreadable.path("correctable").asBoolean()).isTrue();
  }

  @Test
  @DisplayName("contains the position of the resent record and the sender")
  void containsTheMark() {
    Letter letter = letter(JSON.getBytes(UTF_8), DeadLetterReason.WRONG_PARTITION);
    JsonNode json =
        LetterJson.of(
            new Letter(
                letter.record(),
                letter.headers(),
                Optional.of(new ResendMark(0, 12, "orders", 0, 9, "olga"))));
    assertThat(json.path("resentAs").asText()).isEqualTo("orders-0@9");
    assertThat(json.path("resentBy").asText()).isEqualTo("olga");
    assertThat(json.path("correctable").asBoolean()).isFalse();
  }

  private static String content(byte[] value) {
    return LetterJson.of(letter(value, DeadLetterReason.UNREADABLE)).path("content").asText();
  }

  private static Letter letter(byte[] value, DeadLetterReason reason) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(Topic.DEAD_LETTERS.topicName(), 0, 12, "o-1".getBytes(UTF_8), value);
    DeadLetterHeaders headers =
        new DeadLetterHeaders(reason, "why", Topic.ORDERS.topicName(), 0, 5, OptionalLong.empty());
    headers.writeTo(record.headers());
    return new Letter(record, Optional.of(headers), Optional.empty());
  }
}
