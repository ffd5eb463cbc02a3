package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.StockUpdate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRecordsTest {
  private static final OrderRequest ORDER = Samples.placeOrder("o-1", Samples.LINES);
  private static final StockUpdate STOCK = Samples.stockReceived("u-1", Samples.LINES);
  private static final AgentUpdate AGENT = new AgentUpdate("z-1", null, "a-1", new AgentOnline());

  @Test
  void areReadFromAvroAndFromJson() throws Exception {
    assertThat(ClientRecords.order(bytes("o-1"), EventCodec.ORDERS.encode(ORDER))).isEqualTo(ORDER);
    assertThat(ClientRecords.order(bytes("o-1"), json(ORDER))).isEqualTo(ORDER);
    assertThat(ClientRecords.stockUpdate(bytes("s-1"), EventCodec.STOCK_UPDATES.encode(STOCK)))
        .isEqualTo(STOCK);
    assertThat(ClientRecords.stockUpdate(bytes("s-1"), json(STOCK))).isEqualTo(STOCK);
    assertThat(ClientRecords.agentUpdate(bytes("z-1"), EventCodec.AGENT_UPDATES.encode(AGENT)))
        .isEqualTo(AGENT);
    assertThat(ClientRecords.agentUpdate(bytes("z-1"), json(AGENT))).isEqualTo(AGENT);
  }

  @Test
  void areReadFromJsonAfterAByteOrderMark() throws Exception {
    byte[] value = bytes("\uFEFF" + EventJson.toJson(ORDER));

    assertThat(ClientRecords.order(bytes("o-1"), value)).isEqualTo(ORDER);
  }

  @Nested
  class OfOrders {
    @Test
    void areUnreadable() {
      assertOrderRefused(
          "o-1", null, DeadLetterReason.UNREADABLE, "the record has no value", Optional.empty());
      assertOrderRefused(
          "o-1",
          bytes("{\"type\":\"PlaceOrder\",\"orderId\":\"o-1\",\"a\":1}"),
          DeadLetterReason.UNREADABLE,
          "field \"a\" is unknown; known are orderId, customerId, storeId, zoneId, lines,"
              + " attributes",
          Optional.of("o-1"));
    }

    @Test
    void areTooLarge() {
      assertOrderRefused(
          "o-1",
          Arrays.copyOf(json(ORDER), 70_000),
          DeadLetterReason.TOO_LARGE,
          "the value has 70,000 bytes; at most 65,536 are allowed",
          Optional.empty());
    }

    @Test
    void breakALimit() {
      assertOrderRefused(
          "o-1",
          json(Samples.placeOrder("o-1", List.of(new OrderLine("a", 0)))),
          DeadLetterReason.INVALID,
          "lines[0].quantity is 0; it must be 1 to 1,000",
          Optional.of("o-1"));
    }

    @Test
    void lieUnderAnotherKey() {
      assertOrderRefused(
          "o-2",
          json(ORDER),
          DeadLetterReason.KEY_MISMATCH,
          "the key is \"o-2\"; it must be the orderId, \"o-1\"",
          Optional.empty());
      assertOrderRefused(
          "\u001b" + "k".repeat(1_000),
          json(ORDER),
          DeadLetterReason.KEY_MISMATCH,
          "the key is \"\\u001b"
              + "k".repeat(79)
              + "…\" (1001 bytes); it must be the orderId, \"o-1\"",
          Optional.empty());
      assertOrderRefused(
          null,
          json(ORDER),
          DeadLetterReason.KEY_MISMATCH,
          "the record has no key; it must be the orderId, \"o-1\"",
          Optional.empty());
    }

    /** Otherwise a writer could have an order of another customer reported as rejected. */
    @Test
    void tellNobodyOfAnOrderThatIsNotUnderItsOwnKey() {
      byte[] invalid = json(Samples.placeOrder("o-1", List.of()));
      byte[] unreadable = bytes("{\"type\":\"PlaceOrder\",\"orderId\":\"o-1\"}");
      byte[] cutOff = Arrays.copyOf(EventCodec.ORDERS.encode(ORDER), 20);

      for (byte[] value : List.of(invalid, unreadable, cutOff)) {
        assertThat(orderRefusal(bytes("o-1"), value).orderId()).contains("o-1");
        assertThat(orderRefusal(bytes("o-2"), value).orderId()).isEmpty();
        assertThat(orderRefusal(null, value).orderId()).isEmpty();
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"type\":\"CancelOrder\",\"orderId\":\"o-1\",\"reason\":\"changed my mind\"}",
          "{\"type\":\"CancelOrder\",\"orderId\":\"o-1\"",
          "{\"type\":\"CancelOrder\",\"orderId\":\"o-1\",\"type\":\"PlaceOrder\"}",
          "{\"type\":\"OrderReceived\",\"orderId\":\"o-1\"}",
          "{\"type\":\"DeliveryCompleted\",\"orderId\":\"o-1\",\"agentId\":\"a-1\"}",
          "{\"type\":[\"PlaceOrder\"],\"orderId\":\"o-1\"}",
          "{\"orderId\":\"o-1\"}",
          "{\"orderId\":\"o-1\",\"type"
        })
    void inJsonLeaveTheOrderAloneUnlessTheyArePlaceOrders(String value) {
      assertThat(orderRefusal(bytes("o-1"), bytes(value)).orderId()).isEmpty();
    }

    @Test
    void inAvroLeaveTheOrderAloneUnlessTheyArePlaceOrders() {
      byte[] cancel = EventCodec.ORDERS.encode(new OrderRequest("o-1", new CancelOrder()));
      byte[] followed = Arrays.copyOf(cancel, cancel.length + 1);
      byte[] withoutBody = Arrays.copyOf(cancel, cancel.length - 1);
      byte[] ofUnknownBody = cancel.clone();
      ofUnknownBody[cancel.length - 1] = 2 * 7;

      for (byte[] value : List.of(followed, withoutBody, ofUnknownBody)) {
        assertThat(orderRefusal(bytes("o-1"), value).orderId()).isEmpty();
      }
    }

    @Test
    void tellNobodyOfAnIdThatIsNone() {
      for (String id : List.of("", "o 1", "o\n", "x".repeat(65))) {
        byte[] value = json(Samples.placeOrder(id, Samples.LINES));

        UnreadableRecordException refusal = orderRefusal(bytes(id), value);

        assertThat(refusal.reason()).isEqualTo(DeadLetterReason.INVALID);
        assertThat(refusal.orderId()).isEmpty();
      }
    }

    private void assertOrderRefused(
        String key,
        byte[] value,
        DeadLetterReason reason,
        String detail,
        Optional<String> orderId) {
      UnreadableRecordException refusal = orderRefusal(key == null ? null : bytes(key), value);
      assertThat(refusal.reason()).isEqualTo(reason);
      assertThat(refusal.detail()).isEqualTo(detail);
      assertThat(refusal.orderId()).isEqualTo(orderId);
    }

    private UnreadableRecordException orderRefusal(byte[] key, byte[] value) {
      return refusal(() -> ClientRecords.order(key, value));
    }
  }

  @Nested
  class OfSupply {
    @Test
    void lieUnderAnotherKey() {
      assertThat(refusal(() -> ClientRecords.stockUpdate(bytes("s-2"), json(STOCK))))
          .extracting(UnreadableRecordException::reason, UnreadableRecordException::detail)
          .containsExactly(
              DeadLetterReason.KEY_MISMATCH, "the key is \"s-2\"; it must be the storeId, \"s-1\"");
      assertThat(refusal(() -> ClientRecords.agentUpdate(null, json(AGENT))))
          .extracting(UnreadableRecordException::reason, UnreadableRecordException::detail)
          .containsExactly(
              DeadLetterReason.KEY_MISMATCH,
              "the record has no key; it must be the zoneId, \"z-1\"");
    }

    @Test
    void breakALimit() {
      StockUpdate tooMuch = Samples.stockReceived(null, List.of(new OrderLine("a", 2_000_000)));

      assertThat(refusal(() -> ClientRecords.stockUpdate(bytes("s-1"), json(tooMuch))))
          .extracting(UnreadableRecordException::reason, UnreadableRecordException::detail)
          .containsExactly(
              DeadLetterReason.INVALID,
              "lines[0].quantity is 2,000,000; it must be 1 to 1,000,000");
    }

    @Test
    void tellNobodyOfTheOrderTheyName() {
      byte[] invalid = json(new AgentUpdate("z-1", null, "", new DeliveryCompleted("o-1")));
      byte[] unreadable = bytes("{\"type\":\"DeliveryCompleted\",\"orderId\":\"o-1\"}");

      for (byte[] value : List.of(invalid, unreadable)) {
        assertThat(refusal(() -> ClientRecords.agentUpdate(bytes("o-1"), value)).orderId())
            .isEmpty();
        assertThat(refusal(() -> ClientRecords.stockUpdate(bytes("o-1"), value)).orderId())
            .isEmpty();
      }
    }
  }

  private static UnreadableRecordException refusal(ThrowingCallable reading) {
    return catchThrowableOfType(UnreadableRecordException.class, reading);
  }

  private static byte[] json(SpecificRecord record) {
    return bytes(EventJson.toJson(record));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
