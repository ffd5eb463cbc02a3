package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.darkstore.events.OrderRequest;
import dev.darkstore.schemas.Samples.Sample;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSerdeTest {
  private final EventSerde<OrderRequest> serde = EventSerde.of(EventCodec.ORDERS);

  static Stream<Sample<?>> all() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  <T extends SpecificRecord> void writesAndReads(Sample<T> sample) {
    EventSerde<T> serde = EventSerde.of(sample.codec());

    byte[] value = serde.serializer().serialize("topic", sample.record());

    assertThat(value).isEqualTo(sample.encoded());
    assertThat(serde.deserializer().deserialize("topic", value)).isEqualTo(sample.record());
  }

  @Test
  void readsJsonWhereClientsMayWriteIt() {
    OrderRequest order = Samples.placeOrder("o-1", Samples.LINES);
    byte[] json = EventJson.toJson(order).getBytes(StandardCharsets.UTF_8);

    assertThat(serde.deserialize("orders", json)).isEqualTo(order);
  }

  @Test
  void takesNoValueForNoRecord() {
    assertThat(serde.serialize("orders", null)).isNull();
    assertThat(serde.deserialize("orders", null)).isNull();
  }

  @Test
  void failsOnWhatItCannotRead() {
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> serde.deserialize("orders", new byte[0]))
        .withMessage("record of orders: the value is empty")
        .withCauseInstanceOf(UnreadableRecordException.class);
  }
}
