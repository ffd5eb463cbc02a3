package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reason;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that are invalid, too old, or on the wrong partition. */
@DisplayName("Bad orders")
class BadOrdersTest extends Scenario {
  private static final Duration MAX_AGE = Duration.ofMinutes(2);
  private static final Duration RETENTION = Duration.ofHours(24);

  @Nested
  @DisplayName("An invalid order")
  class AnInvalidOrder {

    @ParameterizedTest
    @DisplayName("An invalid order is rejected with the reason and becomes a dead letter")
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        quoteCharacter = '\'',
        textBlock =
            """
            its lines                                                    | detail of the refusal
            []                                                           | 'lines has 0 entries; it must have 1 to 100'
            [{"sku":"milk","quantity":0}]                                | 'lines[0].quantity is 0; it must be 1 to 1,000'
            [{"sku":"milk","quantity":-1}]                               | 'lines[0].quantity is -1; it must be 1 to 1,000'
            [{"sku":"milk","quantity":1001}]                             | 'lines[0].quantity is 1,001; it must be 1 to 1,000'
            [{"sku":"milk","quantity":1},{"sku":"milk","quantity":1}]    | 'lines[1].sku is "milk" again; a sku may be named only once'
            """)
    void isRejectedWithTheReasonAndBecomesADeadLetter(String lines, String detail) {
      world.append(Topic.ORDERS, "o-1", json("o-1", lines));
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderRejected");
      assertThat(reason("o-1")).isEqualTo(Reason.INVALID_ORDER);
      assertThat(refusal("o-1").getDetail()).isEqualTo(detail);
      assertThat(deadLetters()).containsExactly("INVALID");
      assertThat(world.records(Topic.STORE_COMMANDS, 0)).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("An invalid order under a known id does not affect the known order")
    @EnumSource
    void underAKnownIdDoesNotAffectTheKnownOrder(Phase phase) {
      orderThatIs(phase);
      List<String> before = orderEvents("o-1");

      world.append(Topic.ORDERS, "o-1", json("o-1", "[]"));
      deliver(Topic.ORDERS);

      assertThat(orderEvents("o-1")).isEqualTo(before);
      assertThat(deadLetters()).containsExactly("INVALID");
    }

    @Test
    @DisplayName("The id of an invalid order cannot be used again")
    void blocksItsId() {
      stock("milk", 5);
      online("a-1");
      world.append(Topic.ORDERS, "o-1", json("o-1", "[]"));
      world.settle();

      place("o-1", "milk", 1);
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderRejected");
      assertThat(deadLetters()).containsExactly("INVALID", "ORDER_ID_REUSED");
    }

    @Test
    @DisplayName("An invalid order whose key is not its id leads to no event")
    void underAnotherKeyLeadsToNoEvent() {
      world.append(Topic.ORDERS, "o-of-somebody-else", json("o-1", "[]"));
      world.settle();

      assertThat(world.events(Topic.ORDER_EVENTS)).isEmpty();
      assertThat(deadLetters()).containsExactly("INVALID");
    }

    @ParameterizedTest
    @DisplayName("An unreadable record does not block the next order")
    @CsvSource(
        nullValues = "null",
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            value of the record     | dead letter
            no order                | UNREADABLE
            {"type":"PlaceOrder"    | UNREADABLE
            {"type":"RefundOrder"}  | UNREADABLE
            null                    | UNREADABLE
            """)
    void thatIsUnreadableDoesNotBlockTheNextOne(String value, String reason) {
      stock("milk", 5);
      online("a-1");

      world.append(
          Topic.ORDERS, "o-1", value == null ? null : value.getBytes(StandardCharsets.UTF_8));
      place("o-2", "milk", 1);
      world.settle();

      assertThat(deadLetters()).containsExactly(reason);
      assertThat(orderEvents("o-1")).isEmpty();
      assertThat(orderEvents("o-2")).containsExactly("OrderReceived", "OrderPlaced");
    }

    private byte[] json(String orderId, String lines) {
      return """
          {"type": "PlaceOrder", "orderId": "%s", "customerId": "c-1",
           "storeId": "s-1", "zoneId": "z-1", "lines": %s}
          """
          .formatted(orderId, lines)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  @Nested
  @DisplayName("An invalid record that is no PlaceOrder")
  class AnInvalidRecordThatIsNoPlaceOrder {

    @ParameterizedTest
    @DisplayName(
        "An invalid record that is no PlaceOrder becomes a dead letter; the next is placed")
    @ValueSource(
        strings = {
          "{\"type\":\"CancelOrder\",\"orderId\":\"o-1\",\"reason\":\"changed my mind\"}",
          "{\"type\":\"OrderReceived\",\"orderId\":\"o-1\",\"decidedAt\":\"2026-01-01T00:00:00Z\"}",
          "{\"type\":\"DeliveryCompleted\",\"orderId\":\"o-1\",\"agentId\":\"a-1\"}"
        })
    void becomesADeadLetterAndTheNextOrderIsPlaced(String value) {
      stock("milk", 5);
      online("a-1");

      world.append(Topic.ORDERS, "o-1", value.getBytes(StandardCharsets.UTF_8));
      place("o-1", "milk", 1);
      world.settle();

      assertThat(deadLetters()).containsExactly("UNREADABLE");
      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    }
  }

  @Nested
  @DisplayName("An order that waited")
  class AnOrderThatWaited {

    @ParameterizedTest
    @DisplayName("An order that waited is placed, rejected or not decided, depending on its age")
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            age, ms   | order events               | dead letter
            120000    | OrderReceived, OrderPlaced |
            120001    | OrderRejected              |
            86399999  | OrderRejected              |
            86400000  |                            | OLDER_THAN_RETENTION
            200000000 |                            | OLDER_THAN_RETENTION
            """)
    void isPlacedRejectedOrNotDecidedByItsAge(long millis, String events, String deadLetter) {
      stock("milk", 5);
      online("a-1");
      world.stop(ServiceKind.COORDINATOR);
      place("o-1", "milk", 2);

      world.advance(Duration.ofMillis(millis));
      world.start(ServiceKind.COORDINATOR);
      world.settle();

      assertThat(orderEvents("o-1")).containsExactlyElementsOf(listOf(events));
      assertThat(deadLetters()).containsExactlyElementsOf(listOf(deadLetter));
      if ("OrderRejected".equals(events)) {
        assertThat(reason("o-1")).isEqualTo(Reason.TOO_LATE);
        assertThat(world.records(Topic.STORE_COMMANDS, 0)).isEmpty();
      }
    }

    @Test
    @DisplayName("An order that was rejected as too late is rejected again when it is repeated")
    void tooLongIsRejectedAgainWhenItIsRepeated() {
      stock("milk", 5);
      online("a-1");
      world.stop(ServiceKind.COORDINATOR);
      LoggedRecord order = place("o-1", "milk", 2);
      world.advance(MAX_AGE.plus(MILLISECOND));
      world.start(ServiceKind.COORDINATOR);
      world.settle();

      world.duplicate(order);
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderRejected", "OrderRejected");
      assertThat(reason("o-1")).isEqualTo(Reason.TOO_LATE);
    }

    private List<String> listOf(String words) {
      return words == null ? List.of() : List.of(words.split(", "));
    }
  }

  @Nested
  @DisplayName("An order that is read again")
  class AnOrderThatIsReadAgain {

    @ParameterizedTest
    @DisplayName("An order that is read again within the retention repeats its outcome")
    @EnumSource(names = {"PLACED", "REJECTED"})
    void withinTheRetentionRepeatsItsOutcome(Phase ending) {
      orderThatIs(ending);
      LoggedRecord order = world.records(Topic.ORDERS, 0).get(0);

      world.advance(RETENTION.minus(MILLISECOND));
      world.repeat(order);

      assertThat(orderEvents("o-1")).hasSize(3);
      assertThat(orderEvents("o-1").get(2)).isEqualTo(orderEvents("o-1").get(1));
    }

    @ParameterizedTest
    @DisplayName(
        "An order that is read again after the retention repeats its outcome if remembered")
    @EnumSource(names = {"PLACED", "REJECTED"})
    void afterTheRetentionRepeatsItsOutcomeWhileItIsRemembered(Phase ending) {
      orderThatIs(ending);
      LoggedRecord order = world.records(Topic.ORDERS, 0).get(0);

      world.advance(RETENTION.plusHours(8));
      world.repeat(order);
      world.settle();

      assertThat(orderEvents("o-1")).hasSize(3);
      assertThat(orderEvents("o-1").get(2)).isEqualTo(orderEvents("o-1").get(1));
      assertThat(deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("An order that is read again long after the retention is not decided again")
    @EnumSource(names = {"PLACED", "REJECTED"})
    void longAfterTheRetentionIsNotDecidedAgain(Phase ending) {
      orderThatIs(ending);
      LoggedRecord order = world.records(Topic.ORDERS, 0).get(0);
      List<String> before = orderEvents("o-1");
      for (int hour = 0; hour < 4 * RETENTION.toHours(); hour++) {
        place("o-hour-" + hour, "milk", 6);
        world.advance(Duration.ofHours(1));
        world.settle();
      }

      world.repeat(order);
      world.settle();

      assertThat(orderEvents("o-1")).isEqualTo(before);
      assertThat(deadLetters()).containsExactly("OLDER_THAN_RETENTION");
    }

    @Test
    @DisplayName("No order is placed twice by a coordinator that lost its offsets after a day")
    void byACoordinatorThatLostItsOffsetsAfterADayIsNeverPlacedTwice() {
      stock("milk", 500);
      onlineMany(100);
      for (int i = 1; i <= 48; i++) {
        place("o-" + i, "milk", 1);
        world.settle();
        world.advance(Duration.ofMinutes(60));
      }

      List.copyOf(world.records(Topic.ORDERS, 0)).forEach(world::repeat);
      world.settle();

      for (int i = 1; i <= 48; i++) {
        assertThat(storeMessages("o-" + i)).containsExactly("Reserve", "Commit", "Settle");
        assertThat(orderEvents("o-" + i))
            .containsExactly("OrderReceived", "OrderPlaced", "OrderPlaced");
      }
    }
  }

  /**
   * Orders on another partition than Java clients choose: clients of other languages may hash keys
   * in another way.
   */
  @Nested
  @DisplayName("An order on the wrong partition")
  class AnOrderOnTheWrongPartition {
    private static final byte[] KEY = "o-1".getBytes(StandardCharsets.UTF_8);
    private final Order order = World.order("o-1", STORE, ZONE, World.line("milk", 2));

    @Test
    @DisplayName("Copies of an order on the right and the wrong partition are one order")
    void isOneOrderWithItsCopyOnTheRightOne() {
      twoPartitions();

      world.place(order);
      writeToWrongPartition();
      writeToWrongPartition();
      world.settle();

      assertThat(orderEvents("o-1"))
          .containsExactly("OrderReceived", "OrderReceived", "OrderReceived", "OrderPlaced");
      assertThat(storeEvents("o-1")).containsExactly("Reserved", "Assigned");
      assertThat(deadLetters()).isEmpty();
    }

    @Test
    @DisplayName("An order that is only on the wrong partition is placed")
    void isPlacedWithoutACopyOnTheRightOne() {
      twoPartitions();

      writeToWrongPartition();
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
      assertThat(world.kinds(Topic.ORDERS, "o-1")).as("forwarded once").hasSize(2);
    }

    @Test
    @DisplayName("An order on the wrong partition is cancelled by a CancelOrder on that partition")
    void isCancelledByACancelOrderOnThatPartition() {
      twoPartitions();
      world.stop(ServiceKind.STORE);

      writeToWrongPartition();
      writeToWrongPartition(World.cancellation("o-1"), new RecordHeaders());
      world.settle();
      world.start(ServiceKind.STORE);
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderRejected");
      assertThat(reason("o-1")).isEqualTo(Reason.CANCELLED);
    }

    @Test
    @DisplayName("The age of a forwarded order counts from its first record")
    void isAsOldAsItsFirstRecord() {
      twoPartitions();
      world.stop(ServiceKind.COORDINATOR);
      writeToWrongPartition();

      world.advance(MAX_AGE.plus(MILLISECOND));
      world.start(ServiceKind.COORDINATOR);
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderRejected");
      assertThat(reason("o-1")).isEqualTo(Reason.TOO_LATE);
    }

    @Test
    @DisplayName("An order with the header of a forwarded record is not forwarded again")
    void withTheHeaderOfAForwardedRecordIsNotForwardedAgain() {
      twoPartitions();

      writeToWrongPartition(
          new RecordHeaders()
              .add(
                  EventHeaders.FORWARDED_TIMESTAMP,
                  ByteBuffer.allocate(Long.BYTES).putLong(world.nowMillis()).array()));
      world.settle();

      assertThat(deadLetters()).containsExactly("WRONG_PARTITION");
      assertThat(orderEvents("o-1")).isEmpty();
    }

    private void twoPartitions() {
      world = new World(SETTINGS.withPartitions(2));
      stock("milk", 5);
      online("a-1");
    }

    /** Writes the order to the wrong partition. */
    private void writeToWrongPartition() {
      writeToWrongPartition(new RecordHeaders());
    }

    private void writeToWrongPartition(Headers headers) {
      writeToWrongPartition(World.request(order), headers);
    }

    private void writeToWrongPartition(byte[] value, Headers headers) {
      int right = Partitions.of(KEY, 2);
      world.append(Topic.ORDERS, 1 - right, KEY, value, headers);
    }
  }
}
