package dev.darkstore.topology.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Reserve;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios of the three topologies with stores on disk, driven record by record. */
@DisplayName("The three services under test drivers")
class ServicesUnderDriversTest {
  private static final Charset UTF8 = StandardCharsets.UTF_8;

  private Drivers services = new Drivers(1);

  @AfterEach
  void close() {
    services.close();
  }

  @Test
  @DisplayName("An order is placed when goods and an agent are available")
  void placesTheOrderWhenGoodsAndAgentAreAvailable() {
    stock("s-1", "milk", 2);
    online("z-1", "a-1");

    order("o-1", "milk", 2);

    assertThat(kinds(Topic.ORDER_EVENTS)).containsExactly("OrderReceived", "OrderPlaced");
    assertThat(kinds(Topic.STORE_COMMANDS)).containsExactly("Reserve", "Commit");
    assertThat(kinds(Topic.DELIVERY_COMMANDS)).containsExactly("Reserve", "Commit");
    assertThat(kinds(Topic.STORE_RELEASES)).containsExactly("Settle");
    assertThat(kinds(Topic.DELIVERY_RELEASES)).containsExactly("Settle");
    assertThat(kinds(Topic.STORE_EVENTS)).containsExactly("Reserved", "Assigned");
    assertThat(kinds(Topic.DELIVERY_EVENTS)).containsExactly("Reserved", "Assigned");
    assertThat(services.written(Topic.STORE_NOTIFICATIONS)).hasSize(1);
    assertThat(services.written(Topic.DELIVERY_NOTIFICATIONS))
        .singleElement()
        .satisfies(n -> assertThat(n.record().key()).isEqualTo("a-1".getBytes(UTF8)));
  }

  @Test
  @DisplayName("A refusal of the store rejects the order and releases the agent")
  void rejectsAndReleasesTheAgentWhenTheStoreRefuses() {
    stock("s-1", "milk", 1);
    online("z-1", "a-1");

    order("o-1", "milk", 2);

    Refusal refusal = rejection();
    assertThat(refusal.getReason()).isEqualTo(Reason.OUT_OF_STOCK);
    assertThat(refusal.getDetail()).isEqualTo("milk: 2 wanted, 1 left");
    assertThat(kinds(Topic.STORE_COMMANDS)).containsExactly("Reserve");
    assertThat(kinds(Topic.DELIVERY_COMMANDS)).containsExactly("Reserve");
    assertThat(kinds(Topic.STORE_RELEASES)).isEmpty();
    assertThat(kinds(Topic.DELIVERY_RELEASES)).containsExactly("Release");
    assertThat(kinds(Topic.DELIVERY_EVENTS)).containsExactly("Reserved", "Released");
    assertNobodyWasNotified();
  }

  @Test
  @DisplayName("A refusal of delivery rejects the order and releases the goods")
  void rejectsAndReleasesTheGoodsWhenDeliveryRefuses() {
    stock("s-1", "milk", 2);

    order("o-1", "milk", 2);

    assertThat(rejection().getReason()).isEqualTo(Reason.NO_AGENT_AVAILABLE);
    assertThat(kinds(Topic.STORE_EVENTS)).containsExactly("Reserved", "Released");
    assertThat(kinds(Topic.DELIVERY_COMMANDS)).containsExactly("Reserve");
    assertNobodyWasNotified();
    online("z-1", "a-1");
    order("o-2", "milk", 2);
    assertThat(lastOrderEvent().getBody()).isInstanceOf(OrderPlaced.class);
  }

  @Test
  @DisplayName("Refusals of both participants reject the order once")
  void rejectsOnceWhenBothRefuse() {
    order("o-1", "milk", 2);

    assertThat(kinds(Topic.ORDER_EVENTS)).containsExactly("OrderReceived", "OrderRejected");
    assertThat(rejection().getReason()).isEqualTo(Reason.UNKNOWN_STORE);
    assertNobodyWasNotified();
  }

  @Test
  @DisplayName("Reservations expire on the wall clock")
  void reservationsExpireOnTheWallClock() {
    stock("s-1", "milk", 1);
    services.send(
        Topic.STORE_COMMANDS,
        new TestRecord<>(
            "s-1".getBytes(UTF8),
            EventCodec.BRANCH_COMMANDS.encode(
                new BranchCommand(
                    "o-unknown-to-the-coordinator",
                    "s-1",
                    0L,
                    new Reserve(
                        120_000L,
                        "c-1",
                        "s-1",
                        "z-1",
                        List.of(new OrderLine("milk", 1)),
                        Map.of())))));

    services.advance(Duration.ofMillis(119_900));
    assertThat(kinds(Topic.STORE_EVENTS)).containsExactly("Reserved");
    services.advance(Duration.ofMillis(100));

    assertThat(kinds(Topic.STORE_EVENTS)).containsExactly("Reserved", "ReservationExpired");
  }

  @Nested
  @DisplayName("Bad input")
  class BadInput {
    static Stream<Arguments> records() {
      String order = orderJson("o-1", "milk", 1);
      return Stream.of(
          Arguments.of("null value", "o-1", null, DeadLetterReason.UNREADABLE),
          Arguments.of("empty", "o-1", "", DeadLetterReason.UNREADABLE),
          Arguments.of("no JSON", "o-1", "{", DeadLetterReason.UNREADABLE),
          Arguments.of("null key", null, order, DeadLetterReason.KEY_MISMATCH),
          Arguments.of("other key", "o-2", order, DeadLetterReason.KEY_MISMATCH),
          Arguments.of("quantity 0", "o-1", orderJson("o-1", "milk", 0), DeadLetterReason.INVALID),
          Arguments.of(
              "quantity 1001", "o-1", orderJson("o-1", "milk", 1_001), DeadLetterReason.INVALID),
          Arguments.of(
              "a line break in an id",
              "o-1",
              orderJson("o-1", "mi\\nlk", 1),
              DeadLetterReason.INVALID),
          Arguments.of("too large", "o-1", order + " ".repeat(65_536), DeadLetterReason.TOO_LARGE));
    }

    @ParameterizedTest(name = "bad order: {0}")
    @DisplayName("A bad order becomes a dead letter, and the next order is placed")
    @MethodSource("records")
    void goesToTheDeadLettersAndTheNextOrderIsPlaced(
        String description, String key, String value, DeadLetterReason reason) {
      stock("s-1", "milk", 5);
      online("z-1", "a-1");

      services.send(Topic.ORDERS, key, value);
      order("o-next", "milk", 1);

      assertThat(services.written(Topic.DEAD_LETTERS))
          .singleElement()
          .satisfies(
              letter -> {
                DeadLetterHeaders headers =
                    DeadLetterHeaders.read(letter.record().headers()).orElseThrow();
                assertThat(headers.reason()).isEqualTo(reason);
                assertThat(headers.sourceTopic()).isEqualTo("orders");
              });
      assertThat(lastOrderEvent().getOrderId()).isEqualTo("o-next");
      assertThat(lastOrderEvent().getBody()).isInstanceOf(OrderPlaced.class);
    }
  }

  @Test
  @DisplayName("A record on the wrong partition is forwarded to the right one once")
  void forwardsARecordOnTheWrongPartitionOnce() {
    services.close();
    services = new Drivers(2);
    // The driver reads every record from partition 0.
    String right = idOnPartition(0);
    String wrong = idOnPartition(1);

    services.send(Topic.ORDERS, right, orderJson(right, "milk", 1));
    services.send(Topic.ORDERS, wrong, orderJson(wrong, "milk", 1));

    assertThat(services.values(Topic.ORDER_EVENTS))
        .extracting(event -> ((OrderEvent) event).getOrderId())
        .containsOnly(right);
    assertThat(services.written(Topic.ORDERS))
        .singleElement()
        .satisfies(
            forwarded -> {
              assertThat(forwarded.record().key()).isEqualTo(wrong.getBytes(UTF8));
              assertThat(forwarded.record().value())
                  .isEqualTo(orderJson(wrong, "milk", 1).getBytes(UTF8));
            });
    // The driver pipes the forwarded record to partition 0 again: it is not forwarded twice.
    assertThat(services.written(Topic.DEAD_LETTERS))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(DeadLetterHeaders.read(letter.record().headers()).orElseThrow().reason())
                    .isEqualTo(DeadLetterReason.WRONG_PARTITION));
  }

  private static String idOnPartition(int partition) {
    return Stream.iterate(1, i -> i + 1)
        .map(i -> "o-" + i)
        .filter(id -> Partitions.of(id.getBytes(UTF8), 2) == partition)
        .findFirst()
        .orElseThrow();
  }

  private void stock(String storeId, String sku, int quantity) {
    services.send(
        Topic.STOCK_UPDATES,
        storeId,
        "{\"type\":\"StockReceived\",\"storeId\":\"%s\",\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}]}"
            .formatted(storeId, sku, quantity));
  }

  private void online(String zoneId, String agentId) {
    services.send(
        Topic.AGENT_UPDATES,
        zoneId,
        "{\"type\":\"AgentOnline\",\"zoneId\":\"%s\",\"agentId\":\"%s\"}"
            .formatted(zoneId, agentId));
  }

  private void order(String orderId, String sku, int quantity) {
    services.send(Topic.ORDERS, orderId, orderJson(orderId, sku, quantity));
  }

  private static String orderJson(String orderId, String sku, int quantity) {
    return ("{\"type\":\"PlaceOrder\",\"orderId\":\"%s\",\"customerId\":\"c-1\","
            + "\"storeId\":\"s-1\",\"zoneId\":\"z-1\","
            + "\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}]}")
        .formatted(orderId, sku, quantity);
  }

  /** Returns the kinds of the records that were written to a topic, in order. */
  private List<String> kinds(Topic topic) {
    return services.values(topic).stream()
        .map(ServicesUnderDriversTest::body)
        .map(body -> body.getClass().getSimpleName())
        .toList();
  }

  private static Object body(SpecificRecord value) {
    if (value instanceof OrderEvent event) {
      return event.getBody();
    }
    if (value instanceof BranchCommand command) {
      return command.getBody();
    }
    if (value instanceof BranchRelease release) {
      return release.getBody();
    }
    if (value instanceof BranchEvent event) {
      return event.getBody();
    }
    throw new AssertionError("unexpected " + value);
  }

  private OrderEvent lastOrderEvent() {
    List<SpecificRecord> events = services.values(Topic.ORDER_EVENTS);
    return (OrderEvent) events.get(events.size() - 1);
  }

  private Refusal rejection() {
    return ((OrderRejected) lastOrderEvent().getBody()).getRefusal();
  }

  private void assertNobodyWasNotified() {
    assertThat(services.written(Topic.STORE_NOTIFICATIONS)).isEmpty();
    assertThat(services.written(Topic.DELIVERY_NOTIFICATIONS)).isEmpty();
  }
}
