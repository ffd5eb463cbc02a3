package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class EventJsonDeserializerTest {
  private final EventJsonDeserializer deserializer = new EventJsonDeserializer();

  @Test
  void showsAnEventAsJson() {
    byte[] value = EventCodec.ORDER_EVENTS.encode(Samples.told(new OrderReceived()));

    assertThat(deserializer.deserialize("order-events", value))
        .isEqualTo(
            "{\"type\":\"OrderReceived\",\"orderId\":\"o-1\","
                + "\"decidedAt\":\"2026-01-31T12:00:00.123Z\"}");
  }

  @Test
  void knowsTheTopicsOfAnInstallationByItsPrefix() {
    byte[] value = EventCodec.ORDER_EVENTS.encode(Samples.told(new OrderReceived()));
    deserializer.configure(Map.of("darkstore.prefix", "east."), false);

    assertThat(deserializer.deserialize("east.order-events", value)).contains("OrderReceived");
    assertThatThrownBy(() -> deserializer.deserialize("order-events", value))
        .isInstanceOf(SerializationException.class)
        .hasMessage("order-events is no topic of Darkstore");
  }

  @Test
  void showsWhatAClientWroteAsJsonLikeWhatItWroteAsAvro() {
    OrderRequest order = Samples.placeOrder("o-1", Samples.LINES);
    String json = EventJson.toJson(order);

    assertThat(deserializer.deserialize("orders", json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(deserializer.deserialize("orders", EventCodec.ORDERS.encode(order)))
        .isEqualTo(json);
  }

  @Test
  void showsADeadLetterAsText() {
    byte[] value = "{not\u0007 JSON".getBytes(StandardCharsets.UTF_8);

    assertThat(deserializer.deserialize("dead-letters", value)).isEqualTo("{not\\u0007 JSON");
  }

  @Test
  void showsNothingForNoValue() {
    assertThat(deserializer.deserialize("orders", null)).isNull();
  }

  @Test
  void refusesWhatIsNotOfTheContract() {
    assertThatThrownBy(() -> deserializer.deserialize("payments", new byte[0]))
        .isInstanceOf(SerializationException.class)
        .hasMessage("payments is no topic of Darkstore");
    assertThatThrownBy(() -> deserializer.deserialize("order-events", new byte[] {1}))
        .isInstanceOf(SerializationException.class)
        .hasMessageStartingWith("record of order-events: the value is not Avro");
  }
}
