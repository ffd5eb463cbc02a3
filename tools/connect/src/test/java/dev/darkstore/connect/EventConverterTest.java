package dev.darkstore.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.events.Assignment;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.schemas.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Converter of Kafka Connect")
class EventConverterTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");

  private final EventConverter converter = new EventConverter();

  @Test
  @DisplayName("An event in Avro becomes a flat row")
  void anEventInAvroBecomesAFlatRow() {
    byte[] placed =
        EventCodec.ORDER_EVENTS.encode(
            new OrderEvent(
                "o-1", NOON, new OrderPlaced(List.of(new Assignment("delivery", List.of("a-1"))))));

    SchemaAndValue converted = converter.toConnectData("order-events", placed);

    Struct row = (Struct) converted.value();
    row.validate();
    assertThat(converted.schema()).isEqualTo(EventConverter.ROW);
    assertThat(row.getString("type")).isEqualTo("OrderPlaced");
    assertThat(row.getString("order_id")).isEqualTo("o-1");
    assertThat(row.get("decided_at")).isEqualTo(Date.from(NOON));
    assertThat(row.getString("event"))
        .isEqualTo(
            "{\"type\":\"OrderPlaced\",\"orderId\":\"o-1\",\"decidedAt\":\"2026-01-31T12:00:00.123Z\","
                + "\"assignments\":[{\"branch\":\"delivery\",\"units\":[\"a-1\"]}]}");
  }

  @Test
  @DisplayName("Fields that an event does not have are null")
  void fieldsThatAnEventDoesNotHaveAreNull() {
    String online = "{\"type\":\"AgentOnline\",\"zoneId\":\"z-1\",\"agentId\":\"a-1\"}";

    Struct row = (Struct) converter.toConnectData("agent-updates", bytes(online)).value();

    row.validate();
    assertThat(row.getString("type")).isEqualTo("AgentOnline");
    assertThat(row.getString("order_id")).isNull();
    assertThat(row.get("decided_at")).isNull();
    assertThat(row.getString("event")).isEqualTo(online);
  }

  @Test
  @DisplayName("No value becomes no row")
  void noValueBecomesNoRow() {
    assertThat(converter.toConnectData("order-events", null)).isEqualTo(SchemaAndValue.NULL);
  }

  @Test
  @DisplayName("Other topics and unreadable values are rejected with the reason")
  void othersAreRejected() {
    assertThatThrownBy(() -> converter.toConnectData("payments", bytes("{}")))
        .isInstanceOf(DataException.class)
        .hasMessage("payments is no topic with events of Darkstore");
    assertThatThrownBy(() -> converter.toConnectData("dead-letters", bytes("{}")))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> converter.toConnectData("order-events", bytes("{}")))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("record of order-events: the value is not Avro");
  }

  @Test
  @DisplayName("Keys and sources are referred to the converter of text")
  void keysAndSourcesAreReferredToTheConverterOfText() {
    assertThatThrownBy(() -> converter.configure(Map.of(), true))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("StringConverter");
    assertThatThrownBy(() -> converter.fromConnectData("orders", EventConverter.ROW, null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("StringConverter");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
