package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Shortage;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Scenarios of goods that are supplied, ordered, and written off. */
@DisplayName("Stock")
class StockTest extends Scenario {

  @Nested
  @DisplayName("Reservation of goods")
  class AnOrderTakes {

    @Test
    @DisplayName("An order reserves all its lines or none")
    void allItsLinesOrNone() {
      online("a-1", "a-2");
      IntStream.rangeClosed(1, 39).forEach(i -> stock("sku-" + i, 5));
      stock("sku-40", 1);

      world.place(World.order("o-1", STORE, ZONE, lines(40, 2)));
      world.settle();

      assertThat(reason("o-1")).isEqualTo(Reason.OUT_OF_STOCK);
      assertThat(refusal("o-1").getDetail()).isEqualTo("sku-40: 2 wanted, 1 left");
      assertThat(refusal("o-1").getShortages()).containsExactly(new Shortage("sku-40", 2, 1L));
      world.place(World.order("o-2", STORE, ZONE, lines(39, 5)));
      world.settle();
      assertThat(orderEvents("o-2")).as("nothing is held for o-1").endsWith("OrderPlaced");
    }

    @Test
    @DisplayName("The refusal of an order names every sku that is short")
    void nothingAndItsRefusalNamesEverySkuThatIsShort() {
      online("a-1");
      stock("milk", 1);
      stock("bread", 9);
      stock("eggs", 3);

      world.place(
          World.order(
              "o-1",
              STORE,
              ZONE,
              World.line("milk", 2),
              World.line("bread", 2),
              World.line("eggs", 12)));
      world.settle();

      assertThat(refusal("o-1").getDetail())
          .isEqualTo("milk: 2 wanted, 1 left; eggs: 12 wanted, 3 left");
    }

    @Test
    @DisplayName("A store and a sku are known from their first supply on")
    void fromAStoreThatIsKnownFromItsFirstStockOn() {
      online("a-1");

      place("o-1", "milk", 1);
      world.settle();
      stock("bread", 1);
      place("o-2", "milk", 1);
      world.settle();
      stock("milk", 1);
      place("o-3", "milk", 1);
      world.settle();

      assertThat(reason("o-1")).isEqualTo(Reason.UNKNOWN_STORE);
      assertThat(reason("o-2")).isEqualTo(Reason.UNKNOWN_SKU);
      assertThat(orderEvents("o-3")).endsWith("OrderPlaced");
    }

    private OrderLine[] lines(int count, int quantity) {
      return IntStream.rangeClosed(1, count)
          .mapToObj(i -> World.line("sku-" + i, quantity))
          .toArray(OrderLine[]::new);
    }
  }

  @Nested
  @DisplayName("A supply update")
  class ASupplyUpdate {

    @Test
    @DisplayName("A supply update that is repeated under its id counts once")
    void thatIsRepeatedUnderItsIdCountsOnce() {
      online("a-1");
      world.stock(STORE, "u-1", World.line("milk", 2));
      world.stock(STORE, "u-1", World.line("milk", 2));
      world.run(Duration.ofHours(1));
      world.stock(STORE, "u-1", World.line("milk", 2));

      world.settle();

      assertStock(2);
    }

    @Test
    @DisplayName("A supply update under the id of another one becomes a dead letter")
    void underAnIdThatWasUsedForAnotherIsADeadLetter() {
      online("a-1");
      world.stock(STORE, "u-1", World.line("milk", 7));
      world.writeOff(STORE, "u-1", World.line("milk", 4));
      world.stock(STORE, "u-1", World.line("bread", 7));

      world.settle();

      assertThat(deadLetters()).containsExactly("UPDATE_ID_REUSED", "UPDATE_ID_REUSED");
      assertStock(7);
    }

    @Test
    @DisplayName("A supply update without an id counts each time")
    void withoutAnIdCountsAsOftenAsItComes() {
      online("a-1");
      world.duplicate(world.stock(STORE, "milk", 2));

      world.settle();

      assertStock(4);
    }

    @Test
    @DisplayName("A supply update on the wrong partition counts once")
    void onTheWrongPartitionCountsOnce() {
      world = new World(SETTINGS.withPartitions(2));
      online("a-1");
      writeToWrongPartition(world.stock(STORE, "milk", 2));
      writeToWrongPartition(world.stock(STORE, "u-1", World.line("milk", 1)));

      world.settle();

      assertThat(deadLetters()).isEmpty();
      assertStock(5);
    }

    @Test
    @DisplayName("Supply updates of two stores under one id both count")
    void countsInEachStoreThatUsesTheSameId() {
      online("a-1");
      world.stock("s-other", "u-1", World.line("milk", 7));
      world.stock(STORE, "u-1", World.line("milk", 2));

      world.settle();

      assertStock(2);
    }
  }

  @Nested
  @DisplayName("A write-off")
  class AWriteOff {

    @Test
    @DisplayName("A write-off of more than the stock becomes a dead letter and changes nothing")
    void ofMoreThanThereIsGoesToTheDeadLettersAndChangesNothing() {
      online("a-1");
      stock("milk", 5);

      world.writeOff(STORE, "milk", 6);
      world.settle();

      assertThat(deadLetters()).containsExactly("WRITE_OFF_EXCEEDS_STOCK");
      assertStock(5);
    }

    @Test
    @DisplayName("A write-off of assigned goods becomes a dead letter")
    void ofGoodsThatAreAssignedGoesToTheDeadLetters() {
      orderThatIs(Phase.PLACED);

      world.writeOff(STORE, "milk", 4);
      world.settle();

      assertThat(deadLetters()).containsExactly("WRITE_OFF_EXCEEDS_STOCK");
      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    }

    @Test
    @DisplayName("A write-off takes free goods first and does not affect the order")
    void takesFreeGoodsFirstAndDoesNotAffectTheOrder() {
      orderThatIs(Phase.COMMITTING);

      world.writeOff(STORE, "milk", 3);
      deliver(Topic.STOCK_UPDATES);
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    }

    @Test
    @DisplayName("A write-off of held goods makes the Commit fail permanently")
    void ofHeldGoodsMakesTheCommitFailPermanently() {
      orderThatIs(Phase.COMMITTING);
      deliver(Topic.DELIVERY_COMMANDS);

      world.writeOff(STORE, "milk", 4);
      deliver(Topic.STOCK_UPDATES);
      world.settle();

      assertThat(story("o-1"))
          .isEqualTo(
              """
              0 s        orders                  PlaceOrder
                         store-commands          Reserve
                         delivery-commands       Reserve
                         order-events            OrderReceived
                         store-events            Reserved 2 milk
                         delivery-events         Reserved 1 a-1
                         store-commands          Commit 1
                         delivery-commands       Commit 1
                         delivery-events         Assigned 1 a-1
                         store-events            ReservationExpired GOODS_WRITTEN_OFF 2 milk
                         store-events            AssignmentFailed GOODS_WRITTEN_OFF
                         order-events            OrderRejected GOODS_WRITTEN_OFF
                         store-releases          Release 1
                         delivery-releases       Release 1
                         store-events            Released nothing
                         delivery-events         Released 1 a-1
              """);
    }

    @Test
    @DisplayName("A write-off of held goods rejects an order that is still reserving")
    void ofHeldGoodsRejectsAnOrderThatIsStillReserving() {
      stock("milk", 5);
      online("a-1");
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS);

      world.writeOff(STORE, "milk", 5);
      deliver(Topic.STOCK_UPDATES, Topic.STORE_EVENTS, Topic.STORE_EVENTS);
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderRejected");
      assertThat(reason("o-1")).isEqualTo(Reason.GOODS_WRITTEN_OFF);
      assertThat(deliveryEvents("o-1")).containsExactly("Reserved", "Released");
    }

    @Test
    @DisplayName("A write-off takes goods of the latest order, and only as many as necessary")
    void takesFromTheLatestOrderAndOnlyAsMuchAsNecessary() {
      stock("milk", 6);
      online("a-1", "a-2", "a-3");
      for (int i = 1; i <= 3; i++) {
        place("o-" + i, "milk", 2);
        deliver(Topic.ORDERS, Topic.STORE_COMMANDS);
        world.advance(MILLISECOND);
      }

      world.writeOff(STORE, "milk", 1);
      world.settle();

      assertThat(orderEvents("o-1")).endsWith("OrderPlaced");
      assertThat(orderEvents("o-2")).endsWith("OrderPlaced");
      assertThat(reason("o-3")).isEqualTo(Reason.GOODS_WRITTEN_OFF);
      place("o-4", "milk", 2);
      world.settle();
      assertThat(refusal("o-4").getDetail()).isEqualTo("milk: 2 wanted, 1 left");
    }

    @Test
    @DisplayName("A write-off that is repeated under its id counts once")
    void thatIsRepeatedUnderItsIdCountsOnce() {
      online("a-1");
      stock("milk", 5);

      world.duplicate(world.writeOff(STORE, "u-1", World.line("milk", 2)));
      world.settle();

      assertStock(3);
    }
  }

  /** Checks how much milk is free, by the refusal of an order for more. */
  private void assertStock(int milk) {
    place("o-how-much", "milk", 1_000);
    world.settle();
    OrderRejected rejected =
        world.events("o-how-much").stream()
            .filter(event -> event.topic().equals(Topic.ORDER_EVENTS))
            .reduce((first, last) -> last)
            .orElseThrow()
            .bodyAs(OrderRejected.class);
    assertThat(rejected.getRefusal().getShortages())
        .isEqualTo(List.of(new Shortage("milk", 1_000, (long) milk)));
  }
}
