package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.schemas.Samples.Sample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {
  private static final List<String> WRITTEN =
      """
      {"type":"PlaceOrder","orderId":"o-1","customerId":"c-1","storeId":"s-1","zoneId":"z-1",\
      "lines":[{"sku":"milk-1l","quantity":2},{"sku":"bread","quantity":1}],\
      "attributes":{"amount":"2450"}}
      {"type":"CancelOrder","orderId":"o-1"}
      {"type":"StockReceived","storeId":"s-1","updateId":"u-1",\
      "lines":[{"sku":"milk-1l","quantity":2},{"sku":"bread","quantity":1}]}
      {"type":"StockWrittenOff","storeId":"s-1",\
      "lines":[{"sku":"milk-1l","quantity":2},{"sku":"bread","quantity":1}]}
      {"type":"AgentOnline","zoneId":"z-1","updateId":"u-1","agentId":"a-1"}
      {"type":"AgentOffline","zoneId":"z-1","agentId":"a-1"}
      {"type":"DeliveryCompleted","zoneId":"z-1","agentId":"a-1","orderId":"o-1"}
      {"type":"Reserve","orderId":"o-1","branchKey":"s-1","transactionId":7,"holdMillis":120000,"customerId":"c-1",\
      "storeId":"s-1","zoneId":"z-1",\
      "lines":[{"sku":"milk-1l","quantity":2},{"sku":"bread","quantity":1}],\
      "attributes":{"amount":"2450"}}
      {"type":"Commit","orderId":"o-1","branchKey":"s-1","transactionId":7,"attempt":1}
      {"type":"Release","orderId":"o-1","branchKey":"s-1","transactionId":7,"attempt":3}
      {"type":"Settle","orderId":"o-1","branchKey":"s-1","transactionId":7}
      {"type":"Reserved","orderId":"o-1","branchKey":"s-1","transactionId":7,\
      "decidedAt":"2026-01-31T12:00:00.123Z","holding":[\
      {"unit":"milk-1l","quantity":2,"change":7,"supplyOffset":41,"available":98},\
      {"unit":"bread","quantity":1,"change":1,"supplyOffset":-1,"available":0}],\
      "expiresAt":"2026-01-31T12:00:00.123Z","leftMillis":119000}
      {"type":"ReservationRefused","orderId":"o-1","branchKey":"s-1","transactionId":7,\
      "decidedAt":"2026-01-31T12:00:00.123Z","refusal":{"reason":"OUT_OF_STOCK",\
      "detail":"milk-1l: 1 left","shortages":[{"sku":"milk-1l","wanted":2,"available":1}]}}
      {"type":"ReservationExpired","orderId":"o-1","branchKey":"s-1","transactionId":7,\
      "decidedAt":"2026-01-31T12:00:00.123Z","reason":"AGENT_WENT_OFFLINE","holding":[],\
      "expiresAt":"2026-01-31T12:00:00.123Z"}
      {"type":"Assigned","orderId":"o-1","branchKey":"s-1","transactionId":7,\
      "decidedAt":"2026-01-31T12:00:00.123Z","holding":[\
      {"unit":"milk-1l","quantity":2,"change":7,"supplyOffset":41,"available":98},\
      {"unit":"bread","quantity":1,"change":1,"supplyOffset":-1,"available":0}]}
      {"type":"AssignmentFailed","orderId":"o-1","branchKey":"s-1","transactionId":7,\
      "decidedAt":"2026-01-31T12:00:00.123Z","retryable":true,"refusal":{\
      "reason":"OUT_OF_STOCK","detail":"milk-1l: 1 left",\
      "shortages":[{"sku":"milk-1l","wanted":2,"available":1}]}}
      {"type":"Released","orderId":"o-1","branchKey":"s-1","transactionId":7,\
      "decidedAt":"2026-01-31T12:00:00.123Z","holding":[\
      {"unit":"milk-1l","quantity":2,"change":7,"supplyOffset":41,"available":98},\
      {"unit":"bread","quantity":1,"change":1,"supplyOffset":-1,"available":0}]}
      {"type":"SupplyApplied","branchKey":"s-1","supplyOffset":41,"updateId":"u-1",\
      "decidedAt":"2026-01-31T12:00:00.123Z","balances":[\
      {"unit":"milk-1l","available":98,"change":7,"online":true,"entering":false},\
      {"unit":"a-1","available":0,"change":3,"online":false,"orderId":"o-1",\
      "entering":false}]}
      {"type":"SupplyRepeated","branchKey":"s-1","supplyOffset":41,"updateId":"u-1",\
      "decidedAt":"2026-01-31T12:00:00.123Z","firstOffset":17}
      {"type":"SupplyRefused","branchKey":"s-1","supplyOffset":41,"updateId":"u-1",\
      "decidedAt":"2026-01-31T12:00:00.123Z","refusal":{"reason":"OUT_OF_STOCK",\
      "detail":"milk-1l: 1 left","shortages":[{"sku":"milk-1l","wanted":2,"available":1}]}}
      {"type":"ClaimAgent","addressee":"a-1","agentId":"a-1","zoneId":"z-1","claim":41,\
      "decidedAt":"2026-01-31T12:00:00.123Z"}
      {"type":"GrantAgent","addressee":"z-1","agentId":"a-1","zoneId":"z-1","claim":41,\
      "decidedAt":"2026-01-31T12:00:00.123Z"}
      {"type":"RecallAgent","addressee":"z-1","agentId":"a-1","zoneId":"z-1","claim":41,\
      "decidedAt":"2026-01-31T12:00:00.123Z"}
      {"type":"YieldAgent","addressee":"a-1","agentId":"a-1","zoneId":"z-1","claim":41,\
      "decidedAt":"2026-01-31T12:00:00.123Z"}
      {"type":"OrderReceived","orderId":"o-1","decidedAt":"2026-01-31T12:00:00.123Z"}
      {"type":"OrderPlaced","orderId":"o-1","decidedAt":"2026-01-31T12:00:00.123Z",\
      "assignments":[{"branch":"delivery","units":["a-1"]}]}
      {"type":"OrderRejected","orderId":"o-1","decidedAt":"2026-01-31T12:00:00.123Z",\
      "refusal":{"reason":"OUT_OF_STOCK","detail":"milk-1l: 1 left",\
      "shortages":[{"sku":"milk-1l","wanted":2,"available":1}]}}
      {"type":"CancelRefused","orderId":"o-1","decidedAt":"2026-01-31T12:00:00.123Z",\
      "refusal":{"reason":"ALREADY_PLACED","detail":"too late","shortages":[]}}
      {"type":"PickOrder","orderId":"o-1","storeId":"s-1",\
      "lines":[{"sku":"milk-1l","quantity":2},{"sku":"bread","quantity":1}]}
      {"type":"DeliverOrder","orderId":"o-1","agentId":"a-1","storeId":"s-1","zoneId":"z-1",\
      "customerId":"c-1"}
      """
          .lines()
          .toList();

  static Stream<Sample<?>> clientFacing() {
    return Samples.clientFacing();
  }

  static Stream<Sample<?>> all() {
    return Samples.all();
  }

  @Test
  void writesEveryRecordFlatAndOnOneLine() {
    assertThat(Samples.all().map(sample -> EventJson.toJson(sample.record())))
        .containsExactlyElementsOf(WRITTEN);
  }

  @ParameterizedTest
  @MethodSource("clientFacing")
  <T extends SpecificRecord> void isReadWhereClientsWrite(Sample<T> sample) throws Exception {
    byte[] json = EventJson.toJson(sample.record()).getBytes(StandardCharsets.UTF_8);

    assertThat(sample.codec().read(json)).isEqualTo(sample.record());
  }

  @Test
  @DisplayName("An order without attributes has no field for them, and is read without it")
  void leavesOutAttributesThatAreMissing() throws Exception {
    OrderRequest order = Samples.placeOrder("o-1", Samples.LINES);
    String json = EventJson.toJson(order);

    assertThat(json).doesNotContain("attributes");
    assertThat(EventCodec.ORDERS.read(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(order);
  }

  @Test
  @DisplayName("Attributes are written in the sequence of their names")
  void sortsAttributes() {
    assertThat(EventJson.toJson(Samples.placeOrder(Map.of("b", "2", "a", "1", "c", "\""))))
        .endsWith(",\"attributes\":{\"a\":\"1\",\"b\":\"2\",\"c\":\"\\\"\"}}");
  }

  @Test
  void isReadInAnyOrderAndLayoutAndWithNullForNoUpdateId() throws Exception {
    String json =
        """

        { "agentId": "a-1", "zoneId" : "z-1",
          "updateId": null, "type" :"AgentOnl\\u0069ne" }
        """;

    assertThat(EventCodec.AGENT_UPDATES.read(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new AgentUpdate("z-1", null, "a-1", new AgentOnline()));
  }

  /** Flat means that the envelope's names, the body's names and "type" share one object. */
  @ParameterizedTest
  @MethodSource("all")
  void noFieldOfABodyIsNamedLikeOneOfTheEnvelope(Sample<?> sample) {
    Stream<String> envelope = names(sample.record());
    Stream<String> body = names(sample.body());

    assertThat(Stream.of(envelope, body, Stream.of("type")).flatMap(names -> names))
        .doesNotHaveDuplicates();
  }

  @Test
  void isSafeToPrintAndStillTheSameText() throws Exception {
    String nasty = "o\u001b[31m\u009b1m\u202e\u2028\u0085\u007f\ud800é…";
    OrderRequest order = Samples.placeOrder(nasty, List.of());

    String json = EventJson.toJson(order);

    assertThat(json).contains("\"o\\u001B[31m\\u009b1m\\u202e\\u2028\\u0085\\u007f\\ud800é…\"");
    assertThat(new ObjectMapper().readTree(json).get("orderId").textValue()).isEqualTo(nasty);
  }

  @Test
  void writesAPartOfARecordByItsOwnName() {
    assertThat(EventJson.toJson(new OrderLine("bread", 1)))
        .isEqualTo("{\"type\":\"OrderLine\",\"sku\":\"bread\",\"quantity\":1}");
  }

  private static Stream<String> names(SpecificRecord record) {
    return record.getSchema().getFields().stream().map(Schema.Field::name);
  }
}
