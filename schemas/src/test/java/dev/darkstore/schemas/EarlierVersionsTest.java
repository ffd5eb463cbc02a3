package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Release;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.schemas.Samples.Sample;
import dev.darkstore.state.OpenPhase;
import dev.darkstore.state.TransactionState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EarlierVersionsTest {
  /** Fields added in the contract's third version. */
  private static final Set<String> ADDED_IN_V3 = Set.of("attributes");

  /** Fields added in the second version or the third. */
  private static final Set<String> ADDED_SINCE_V1 =
      Set.of("transactionId", "leftMillis", "attributes");

  /**
   * Fictitious earlier version: supply without update ids, lines with another sequence of fields.
   */
  private static final Schema STOCK_UPDATE_V0 =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"StockUpdate","namespace":"dev.darkstore.events","fields":[
                {"name":"note","type":"string"},
                {"name":"storeId","type":"string"},
                {"name":"body","type":[
                  {"type":"record","name":"StockReceived","fields":[
                    {"name":"lines","type":{"type":"array","items":
                      {"type":"record","name":"OrderLine","fields":[
                        {"name":"quantity","type":"int"},
                        {"name":"sku","type":"string"}]}}}]}]}]}
              """);

  @Test
  void areReadAsTheCurrentOne() throws Exception {
    Schema current = StockUpdate.getClassSchema();
    EventCodec<StockUpdate> codec =
        new EventCodec<>(
            StockUpdate.class, new SchemaHistory(current, List.of(STOCK_UPDATE_V0, current)));
    Schema body = STOCK_UPDATE_V0.getField("body").schema().getTypes().get(0);
    Schema lines = body.getField("lines").schema();
    GenericRecord line =
        new GenericRecordBuilder(lines.getElementType())
            .set("sku", "milk-1l")
            .set("quantity", 2)
            .build();
    GenericRecord update =
        new GenericRecordBuilder(STOCK_UPDATE_V0)
            .set("note", "no longer read")
            .set("storeId", "s-1")
            .set(
                "body",
                new GenericRecordBuilder(body)
                    .set("lines", new GenericData.Array<>(lines, List.of(line)))
                    .build())
            .build();

    StockUpdate read = codec.decode(encode(update));

    assertThat(read)
        .isEqualTo(new StockUpdate("s-1", null, new StockReceived(Samples.LINES.subList(0, 1))));
    assertThat(codec.decode(codec.encode(read))).isEqualTo(read);
  }

  @Test
  void areReadOnlyIfTheyAreKnown() throws Exception {
    Schema ahead = orderEventWithOneMoreReason();
    GenericRecord event =
        new GenericRecordBuilder(ahead)
            .set("orderId", "o-1")
            .set("decidedAt", 0L)
            .set("body", new GenericData.Record(ahead.getField("body").schema().getTypes().get(0)))
            .build();
    byte[] value = encode(event);

    assertThat(
            catchThrowableOfType(
                    UnreadableRecordException.class, () -> EventCodec.ORDER_EVENTS.decode(value))
                .detail())
        .endsWith("is no version of OrderEvent");
  }

  @Test
  void mayBeFollowedByOneThatKnowsMoreReasons() throws Exception {
    Schema current = OrderEvent.getClassSchema();
    Schema ahead = orderEventWithOneMoreReason();
    EventCodec<OrderEvent> codec =
        new EventCodec<>(OrderEvent.class, new SchemaHistory(current, List.of(current, ahead)));
    Schema body = ahead.getField("body").schema().getTypes().get(3);
    Schema refusal = body.getField("refusal").schema();
    GenericRecord event =
        new GenericRecordBuilder(ahead)
            .set("orderId", "o-1")
            .set("decidedAt", 0L)
            .set(
                "body",
                new GenericRecordBuilder(body)
                    .set(
                        "refusal",
                        new GenericRecordBuilder(refusal)
                            .set(
                                "reason",
                                new GenericData.EnumSymbol(
                                    refusal.getField("reason").schema(), "BAD_WEATHER"))
                            .set("detail", "it rains")
                            .build())
                    .build())
            .build();

    OrderEvent read = codec.decode(encode(event));

    assertThat(((CancelRefused) read.getBody()).getRefusal().getReason()).isEqualTo(Reason.OTHER);
  }

  /** Records of the contract's first version keep their meaning after every change. */
  @Test
  void meanWhatTheyMeant() throws Exception {
    Map<String, byte[]> golden = golden("/records-v1.txt");

    for (Sample<?> sample : Samples.all().filter(s -> golden.containsKey(s.toString())).toList()) {
      EventCodec<?> codec =
          sample.body() instanceof Release ? EventCodec.BRANCH_COMMANDS : sample.codec();
      assertThat(without(ADDED_SINCE_V1, codec.decode(golden.get(sample.toString()))))
          .as("bytes of %s", sample)
          .isEqualTo(without(ADDED_SINCE_V1, sample.record()));
    }
    assertThat(Samples.all().map(Sample::toString)).containsAll(golden.keySet());
  }

  @Test
  void ofTheSecondContractMeanWhatTheyMeant() throws Exception {
    Map<String, byte[]> golden = golden("/records-v2.txt");

    for (Sample<?> sample : Samples.all().filter(s -> golden.containsKey(s.toString())).toList()) {
      assertThat(without(ADDED_IN_V3, record(sample, golden.get(sample.toString()))))
          .as("bytes of %s", sample)
          .isEqualTo(without(ADDED_IN_V3, sample.record()));
    }
    assertThat(Samples.all().map(Sample::toString)).containsAll(golden.keySet());
  }

  @Test
  void ofTheThirdContractMeanWhatTheyMeant() throws Exception {
    Map<String, byte[]> golden = golden("/records-v3.txt");

    assertThat(golden.keySet())
        .containsExactlyInAnyOrderElementsOf(Samples.all().map(Sample::toString).toList());
    for (Sample<?> sample : Samples.all().toList()) {
      assertThat(record(sample, golden.get(sample.toString())))
          .as("bytes of %s, now %s", sample, HexFormat.of().formatHex(sample.encoded()))
          .isEqualTo(sample.record());
    }
  }

  @Test
  @DisplayName("An order in flight, stored before orders had attributes, has none")
  void ofAnOrderInFlightHaveNoAttributes() throws Exception {
    Schema third =
        SchemaHistory.of(TransactionState.getClassSchema()).versions().stream()
            .filter(version -> version.getField("attributes") == null)
            .reduce((earlier, later) -> later)
            .orElseThrow();
    GenericRecord stored =
        new GenericRecordBuilder(third)
            .set("customerId", "c-1")
            .set("storeId", "s-1")
            .set("zoneId", "z-1")
            .set("lines", List.of())
            .set("phase", new GenericData.EnumSymbol(third.getField("phase").schema(), "RESERVING"))
            .set("branches", List.of())
            .set("reserveSentAt", 1L)
            .set("deadline", 2L)
            .set("attempts", 1)
            .build();

    TransactionState read =
        EventCodec.of(TransactionState.class, TransactionState.getClassSchema())
            .decode(encode(stored));

    assertThat(read.getAttributes()).isEmpty();
    assertThat(read.getPhase()).isEqualTo(OpenPhase.RESERVING);
  }

  private static JsonNode without(Set<String> fields, SpecificRecord record)
      throws JsonProcessingException {
    return ((ObjectNode) new ObjectMapper().readTree(EventJson.toJson(record))).remove(fields);
  }

  private static SpecificRecord record(Sample<?> sample, byte[] value)
      throws UnreadableRecordException {
    return sample.codec().decode(value);
  }

  private static Map<String, byte[]> golden(String resource) throws IOException {
    try (InputStream in = EarlierVersionsTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .collect(Collectors.toMap(line -> line[0], line -> HexFormat.of().parseHex(line[1])));
    }
  }

  private static Schema orderEventWithOneMoreReason() {
    String current = SchemaHistory.of(OrderEvent.getClassSchema()).versions().get(0).toString();
    return new Schema.Parser().parse(current.replace("\"OTHER\"]", "\"BAD_WEATHER\",\"OTHER\"]"));
  }

  private static byte[] encode(GenericRecord record) throws IOException {
    return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema())
        .encode(record)
        .array();
  }
}
