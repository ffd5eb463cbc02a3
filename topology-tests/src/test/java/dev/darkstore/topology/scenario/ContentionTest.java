package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contention of many orders for one unit. */
@DisplayName("Contention for one unit")
class ContentionTest extends Scenario {
  private static final int ORDER_COUNT = 10_000;

  @Test
  @DisplayName("One of 10,000 orders for the last carton of milk is placed")
  void tenThousandOrdersForTheLastCartonOfMilk() {
    stock("milk", 1);
    onlineMany(20);
    for (int i = 0; i < ORDER_COUNT; i++) {
      place("o-" + i, "milk", 1);
    }

    // All orders are received before the first one is decided.
    world.deliverAll(Topic.ORDERS);
    world.settle();

    List<String> events = world.events(Topic.ORDER_EVENTS).stream().map(Event::kind).toList();
    assertThat(events.stream().filter("OrderReceived"::equals)).hasSize(ORDER_COUNT);
    assertThat(events.stream().filter("OrderPlaced"::equals)).hasSize(1);
    assertThat(events.stream().filter("OrderRejected"::equals)).hasSize(ORDER_COUNT - 1);
    assertThat(deadLetters()).isEmpty();
  }
}
