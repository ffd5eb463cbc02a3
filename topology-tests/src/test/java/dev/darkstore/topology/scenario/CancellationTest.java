package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reason;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A customer wants an order no more. */
class CancellationTest extends Scenario {

  @ParameterizedTest(name = "{0}: {1}, {2}")
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
  void isAnsweredByWhatThePhaseAllows(Phase phase, String answer, Reason reason) {
    orderThatIs(phase);

    world.cancel("o-1");
    deliver(Topic.ORDERS);

    assertThat(told("o-1")).endsWith(answer);
    assertThat(because("o-1")).isEqualTo(reason);
  }

  @Test
  void ofAnUnknownOrderIsRefusedAndTheOrderMayStillCome() {
    stock("milk", 5);
    online("a-1");

    world.cancel("o-1");
    world.settle();
    place("o-1", "milk", 2);
    world.settle();

    assertThat(told("o-1")).containsExactly("CancelRefused", "OrderReceived", "OrderPlaced");
    assertThat(world.events(Topic.ORDER_EVENTS).get(0).body().toString())
        .contains(Reason.UNKNOWN_ORDER.name());
  }

  @Test
  void whileReservingGivesBackWhatWasTakenAndWhatIsTakenLater() {
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
  void whileCommittingDoesNotStopTheOrder() {
    orderThatIs(Phase.COMMITTING);

    world.cancel("o-1");
    world.settle();

    assertThat(told("o-1")).containsExactly("OrderReceived", "CancelRefused", "OrderPlaced");
  }

  @Test
  void leavesGoodsAndAgentToTheNextCustomer() {
    stock("milk", 2);
    online("a-1");
    place("o-1", "milk", 2);
    deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS);
    world.cancel("o-1");
    world.settle();

    place("o-2", "milk", 2);
    world.settle();

    assertThat(told("o-2")).isEqualTo(List.of("OrderReceived", "OrderPlaced"));
  }

  @Test
  void ofWhatAWriteOffTookGivesBackNothingTwice() {
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
    assertThat(told("o-2")).endsWith("OrderPlaced");
    assertThat(refusal("o-3").getDetail()).isEqualTo("milk: 1 wanted, 0 left");
  }
}
