package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reason;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cancellations of orders by customers. */
@DisplayName("Cancellations")
class CancellationTest extends Scenario {

  @ParameterizedTest(name = "CancelOrder in phase {0}: {1}, {2}")
  @DisplayName("A cancellation is answered as the phase of the order allows")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RESERVING  | OrderRejected | CANCELLED
          COMMITTING | CancelRefused | BEING_COMMITTED
          RELEASING  | OrderRejected | OUT_OF_STOCK
          PLACED     | CancelRefused | ALREADY_PLACED
          REJECTED   | OrderRejected | OUT_OF_STOCK
          """)
  void isAnsweredAsThePhaseAllows(Phase phase, String answer, Reason reason) {
    orderThatIs(phase);

    world.cancel("o-1");
    deliver(Topic.ORDERS);

    assertThat(orderEvents("o-1")).endsWith(answer);
    assertThat(reason("o-1")).isEqualTo(reason);
  }

  @Test
  @DisplayName("A cancellation of an unknown order is refused, and the order may still be placed")
  void ofAnUnknownOrderIsRefusedAndTheOrderMayStillBePlaced() {
    stock("milk", 5);
    online("a-1");

    world.cancel("o-1");
    world.settle();
    place("o-1", "milk", 2);
    world.settle();

    assertThat(orderEvents("o-1")).containsExactly("CancelRefused", "OrderReceived", "OrderPlaced");
    assertThat(world.events(Topic.ORDER_EVENTS).get(0).body().toString())
        .contains(Reason.UNKNOWN_ORDER.name());
  }

  @Test
  @DisplayName("A cancellation while reserving releases earlier and later reservations")
  void whileReservingReleasesEarlierAndLaterReservations() {
    stock("milk", 5);
    online("a-1");
    place("o-1", "milk", 2);
    deliver(Topic.ORDERS, Topic.STORE_COMMANDS);

    world.cancel("o-1");
    world.settle();

    assertThat(story("o-1"))
        .isEqualTo(
            """
            0 s        orders                  PlaceOrder
                       store-commands          Reserve
                       delivery-commands       Reserve
                       order-events            OrderReceived
                       store-events            Reserved 2 milk
                       orders                  CancelOrder
                       order-events            OrderRejected CANCELLED
                       store-releases          Release 1
                       delivery-releases       Release 1
                       store-events            Released 2 milk
                       delivery-events         Reserved 1 a-1
                       delivery-events         Released 1 a-1
            """);
  }

  @Test
  @DisplayName("A cancellation while committing does not stop the order")
  void whileCommittingDoesNotStopTheOrder() {
    orderThatIs(Phase.COMMITTING);

    world.cancel("o-1");
    world.settle();

    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "CancelRefused", "OrderPlaced");
  }

  @Test
  @DisplayName("A cancellation frees goods and agent for the next order")
  void freesGoodsAndAgentForTheNextOrder() {
    stock("milk", 2);
    online("a-1");
    place("o-1", "milk", 2);
    deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS);
    world.cancel("o-1");
    world.settle();

    place("o-2", "milk", 2);
    world.settle();

    assertThat(orderEvents("o-2")).isEqualTo(List.of("OrderReceived", "OrderPlaced"));
  }

  @Test
  @DisplayName("A cancellation after a write-off releases nothing twice")
  void afterAWriteOffReleasesNothingTwice() {
    stock("milk", 4);
    online("a-1", "a-2");
    place("o-1", "milk", 2);
    deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS);

    world.writeOff(STORE, "milk", 3);
    deliver(Topic.STOCK_UPDATES);
    world.cancel("o-1");
    world.cancel("o-1");
    world.settle();

    place("o-2", "milk", 1);
    place("o-3", "milk", 1);
    world.settle();
    assertThat(orderEvents("o-2")).endsWith("OrderPlaced");
    assertThat(refusal("o-3").getDetail()).isEqualTo("milk: 1 wanted, 0 left");
  }
}
