package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reserve;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.ServiceKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes of orders: data of clients for participants. */
@DisplayName("Attributes of an order")
class AttributesTest extends Scenario {
  private static final Map<String, String> ATTRIBUTES = Map.of("amount", "2450", "card", "visa");

  @BeforeEach
  void supply() {
    stock("milk", 5);
    online("a-1");
  }

  @Test
  @DisplayName("reach every branch with Reserve")
  void reachEveryBranch() {
    world.place(order(ATTRIBUTES));
    deliver(Topic.ORDERS);

    assertThat(reserves(Topic.STORE_COMMANDS)).containsExactly(ATTRIBUTES);
    assertThat(reserves(Topic.DELIVERY_COMMANDS)).containsExactly(ATTRIBUTES);
  }

  @Test
  @DisplayName("do not change the outcome of an order at store and delivery")
  void doNotChangeTheOutcome() {
    world.place(order(ATTRIBUTES));
    world.settle();

    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
  }

  @ParameterizedTest(name = "placed: {0}")
  @DisplayName("are content, also after a restart: others under a used id are a dead letter")
  @ValueSource(booleans = {false, true})
  void areContent(boolean isPlaced) {
    world.place(order(ATTRIBUTES));
    if (isPlaced) {
      world.settle();
    } else {
      deliver(Topic.ORDERS);
    }
    restart(ServiceKind.COORDINATOR);

    world.place(order(Map.of("amount", "2451", "card", "visa")));
    world.place(order(Map.of()));
    world.settle();

    assertThat(deadLetters()).containsExactly("ORDER_ID_REUSED", "ORDER_ID_REUSED");
    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    world.place(order(ATTRIBUTES));
    world.settle();
    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced", "OrderPlaced");
  }

  private static Order order(Map<String, String> attributes) {
    return new Order("o-1", "c-1", STORE, ZONE, List.of(new OrderLine("milk", 2)), attributes);
  }

  private Stream<Map<String, String>> reserves(Topic commands) {
    return world.events(commands).stream()
        .map(Event::body)
        .filter(Reserve.class::isInstance)
        .map(body -> ((Reserve) body).getAttributes());
  }
}
