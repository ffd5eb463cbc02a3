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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that break the contract, come too late, or lie where they do not belong. */
class BadOrdersTest extends Scenario {
  private static final Duration MAX_AGE = Duration.ofMinutes(2);
  private static final Duration RETENTION = Duration.ofHours(24);

  @Nested
  class AnInvalidOrder {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        quoteCharacter = '\'',
        textBlock =
            """
            its lines                                                    | the customer is told
            []                                                           | 'lines has 0 entries; it must have 1 to 100'
            [{"sku":"milk","quantity":0}]                                | 'lines[0].quantity is 0; it must be 1 to 1,000'
            [{"sku":"milk","quantity":-1}]                               | 'lines[0].quantity is -1; it must be 1 to 1,000'
            [{"sku":"milk","quantity":1001}]                             | 'lines[0].quantity is 1,001; it must be 1 to 1,000'
            [{"sku":"milk","quantity":1},{"sku":"milk","quantity":1}]    | 'lines[1].sku is "milk" again; a sku may be named only once'
            """)
    void isRejectedWithTheReasonAndKept(String lines, String detail) {
      world.append(Topic.ORDERS, "o-1", json("o-1", lines));
      world.settle();

      assertThat(told("o-1")).containsExactly("OrderRejected");
      assertThat(because("o-1")).isEqualTo(Reason.INVALID_ORDER);
      assertThat(refusal("o-1").getDetail()).isEqualTo(detail);
      assertThat(deadLetters()).containsExactly("INVALID");
      assertThat(world.records(Topic.STORE_COMMANDS, 0)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void underAnIdThatIsKnownContradictsNothing(Phase phase) {
      orderThatIs(phase);
      List<String> before = told("o-1");

      world.append(Topic.ORDERS, "o-1", json("o-1", "[]"));
      deliver(Topic.ORDERS);

      assertThat(told("o-1")).isEqualTo(before);
      assertThat(deadLetters()).containsExactly("INVALID");
    }

    @Test
    void usesUpItsId() {
      stock("milk", 5);
      online("a-1");
      world.append(Topic.ORDERS, "o-1", json("o-1", "[]"));
      world.settle();

      place("o-1", "milk", 1);
      world.settle();

      assertThat(told("o-1")).containsExactly("OrderRejected");
      assertThat(deadLetters()).containsExactly("INVALID", "ORDER_ID_REUSED");
    }

    @Test
    void underAnotherKeyIsToldToNobody() {
      world.append(Topic.ORDERS, "o-of-somebody-else", json("o-1", "[]"));
      world.settle();

      assertThat(world.events(Topic.ORDER_EVENTS)).isEmpty();
      assertThat(deadLetters()).containsExactly("INVALID");
    }

    @ParameterizedTest
    @CsvSource(
        nullValues = "null",
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            a value that is         | is kept as
            no order                | UNREADABLE
            {"type":"PlaceOrder"    | UNREADABLE
            {"type":"RefundOrder"}  | UNREADABLE
            null                    | UNREADABLE
            """)
    void thatNobodyCanReadDoesNotHoldUpTheNextOne(String value, String reason) {
      stock("milk", 5);
      online("a-1");

      world.append(
          Topic.ORDERS, "o-1", value == null ? null : value.getBytes(StandardCharsets.UTF_8));
      place("o-2", "milk", 1);
      world.settle();

      assertThat(deadLetters()).containsExactly(reason);
      assertThat(told("o-1")).isEmpty();
      assertThat(told("o-2")).containsExactly("OrderReceived", "OrderPlaced");
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
  class ABrokenRecordThatIsNoPlaceOrder {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"type\":\"CancelOrder\",\"orderId\":\"o-1\",\"reason\":\"changed my mind\"}",
          "{\"type\":\"OrderReceived\",\"orderId\":\"o-1\",\"decidedAt\":\"2026-01-01T00:00:00Z\"}",
          "{\"type\":\"DeliveryCompleted\",\"orderId\":\"o-1\",\"agentId\":\"a-1\"}"
        })
    void isADeadLetterAndTheOrderThatFollowsIsPlaced(String value) {
      stock("milk", 5);
      online("a-1");

      world.append(Topic.ORDERS, "o-1", value.getBytes(StandardCharsets.UTF_8));
      place("o-1", "milk", 1);
      world.settle();

      assertThat(deadLetters()).containsExactly("UNREADABLE");
      assertThat(told("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    }
  }

  @Nested
  class AnOrderThatWaited {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            for, ms   | is told                    | is kept as
            120000    | OrderReceived, OrderPlaced |
            120001    | OrderRejected              |
            86399999  | OrderRejected              |
            86400000  |                            | OLDER_THAN_RETENTION
            200000000 |                            | OLDER_THAN_RETENTION
            """)
    void isTakenUpRejectedOrNotDecidedAtAll(long millis, String told, String kept) {
      stock("milk", 5);
      online("a-1");
      world.stop(ServiceKind.COORDINATOR);
      place("o-1", "milk", 2);

      world.advance(Duration.ofMillis(millis));
      world.start(ServiceKind.COORDINATOR);
      world.settle();

      assertThat(told("o-1")).containsExactlyElementsOf(listOf(told));
      assertThat(deadLetters()).containsExactlyElementsOf(listOf(kept));
      if ("OrderRejected".equals(told)) {
        assertThat(because("o-1")).isEqualTo(Reason.TOO_LATE);
        assertThat(world.records(Topic.STORE_COMMANDS, 0)).isEmpty();
      }
    }

    @Test
    void tooLongIsToldTheSameWhenItIsPlacedAgain() {
      stock("milk", 5);
      online("a-1");
      world.stop(ServiceKind.COORDINATOR);
      LoggedRecord order = place("o-1", "milk", 2);
      world.advance(MAX_AGE.plus(MILLISECOND));
      world.start(ServiceKind.COORDINATOR);
      world.settle();

      world.duplicate(order);
      world.settle();

      assertThat(told("o-1")).containsExactly("OrderRejected", "OrderRejected");
      assertThat(because("o-1")).isEqualTo(Reason.TOO_LATE);
    }

    private List<String> listOf(String words) {
      return words == null ? List.of() : List.of(words.split(", "));
    }
  }

  @Nested
  class AnOrderThatIsReadAgain {

    @ParameterizedTest
    @EnumSource(names = {"PLACED", "REJECTED"})
    void withinTheRetentionIsToldItsOutcomeAgain(Phase ending) {
      orderThatIs(ending);
      LoggedRecord order = world.records(Topic.ORDERS, 0).get(0);

      world.advance(RETENTION.minus(MILLISECOND));
      world.repeat(order);

      assertThat(told("o-1")).hasSize(3);
      assertThat(told("o-1").get(2)).isEqualTo(told("o-1").get(1));
    }

    @ParameterizedTest
    @EnumSource(names = {"PLACED", "REJECTED"})
    void afterTheRetentionIsToldItsOutcomeAgainWhileItIsRemembered(Phase ending) {
      orderThatIs(ending);
      LoggedRecord order = world.records(Topic.ORDERS, 0).get(0);

      world.advance(RETENTION.plusHours(8));
      world.repeat(order);
      world.settle();

      assertThat(told("o-1")).hasSize(3);
      assertThat(told("o-1").get(2)).isEqualTo(told("o-1").get(1));
      assertThat(deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PLACED", "REJECTED"})
    void longAfterTheRetentionIsNotDecidedOnceMore(Phase ending) {
      orderThatIs(ending);
      LoggedRecord order = world.records(Topic.ORDERS, 0).get(0);
      List<String> before = told("o-1");
      for (int hour = 0; hour < 4 * RETENTION.toHours(); hour++) {
        place("o-hour-" + hour, "milk", 6);
        world.advance(Duration.ofHours(1));
        world.settle();
      }

      world.repeat(order);
      world.settle();

      assertThat(told("o-1")).isEqualTo(before);
      assertThat(deadLetters()).containsExactly("OLDER_THAN_RETENTION");
    }

    @Test
    void byACoordinatorThatLostItsPositionAfterADayIsNeverPlacedTwice() {
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
        assertThat(storeAsked("o-" + i)).containsExactly("Reserve", "Commit", "Settle");
        assertThat(told("o-" + i)).containsExactly("OrderReceived", "OrderPlaced", "OrderPlaced");
      }
    }
  }

  /** A client of another language may hash its key to another partition than Java's clients do. */
  @Nested
  class AnOrderOnTheWrongPartition {
    private static final byte[] KEY = "o-1".getBytes(StandardCharsets.UTF_8);
    private final Order order = World.order("o-1", STORE, ZONE, World.line("milk", 2));

    @Test
    void isOneOrderWithItsTwinOnTheRightOne() {
      twoPartitions();

      world.place(order);
      astray();
      astray();
      world.settle();

      assertThat(told("o-1"))
          .containsExactly("OrderReceived", "OrderReceived", "OrderReceived", "OrderPlaced");
      assertThat(storeSaid("o-1")).containsExactly("Reserved", "Assigned");
      assertThat(deadLetters()).isEmpty();
    }

    @Test
    void isPlacedThoughItHasNoTwin() {
      twoPartitions();

      astray();
      world.settle();

      assertThat(told("o-1")).containsExactly("OrderReceived", "OrderPlaced");
      assertThat(world.kinds(Topic.ORDERS, "o-1")).as("sent on, once").hasSize(2);
    }

    @Test
    void isCancelledByWhatFollowsItThere() {
      twoPartitions();
      world.stop(ServiceKind.STORE);

      astray();
      astray(World.cancellation("o-1"), new RecordHeaders());
      world.settle();
      world.start(ServiceKind.STORE);
      world.settle();

      assertThat(told("o-1")).containsExactly("OrderReceived", "OrderRejected");
      assertThat(because("o-1")).isEqualTo(Reason.CANCELLED);
    }

    @Test
    void isAsOldAsWhereItWasWrittenFirst() {
      twoPartitions();
      world.stop(ServiceKind.COORDINATOR);
      astray();

      world.advance(MAX_AGE.plus(MILLISECOND));
      world.start(ServiceKind.COORDINATOR);
      world.settle();

      assertThat(told("o-1")).containsExactly("OrderRejected");
      assertThat(because("o-1")).isEqualTo(Reason.TOO_LATE);
    }

    @Test
    void thatSaysItWasSentOnBeforeIsNotSentInCircles() {
      twoPartitions();

      astray(
          new RecordHeaders()
              .add(
                  EventHeaders.FORWARDED_TIMESTAMP,
                  ByteBuffer.allocate(Long.BYTES).putLong(world.nowMillis()).array()));
      world.settle();

      assertThat(deadLetters()).containsExactly("WRONG_PARTITION");
      assertThat(told("o-1")).isEmpty();
    }

    private void twoPartitions() {
      world = new World(SETTINGS.withPartitions(2));
      stock("milk", 5);
      online("a-1");
    }

    /** The order comes to lie on the partition that is not its own. */
    private void astray() {
      astray(new RecordHeaders());
    }

    private void astray(Headers headers) {
      astray(World.request(order), headers);
    }

    private void astray(byte[] value, Headers headers) {
      int right = Partitions.of(KEY, 2);
      world.append(Topic.ORDERS, 1 - right, KEY, value, headers);
    }
  }
}
