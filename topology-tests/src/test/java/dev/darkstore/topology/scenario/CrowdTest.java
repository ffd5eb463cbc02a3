package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many want the same. */
class CrowdTest extends Scenario {
  private static final int CROWD = 10_000;

  @Test
  void tenThousandOrdersForTheLastCartonOfMilk() {
    stock("milk", 1);
    onlineMany(20);
    for (int i = 0; i < CROWD; i++) {
      place("o-" + i, "milk", 1);
    }

    // Everybody is taken up before the first is decided.
    world.deliverAll(Topic.ORDERS);
    world.settle();

    List<String> told = world.events(Topic.ORDER_EVENTS).stream().map(Event::kind).toList();
    assertThat(told.stream().filter("OrderReceived"::equals)).hasSize(CROWD);
    assertThat(told.stream().filter("OrderPlaced"::equals)).hasSize(1);
    assertThat(told.stream().filter("OrderRejected"::equals)).hasSize(CROWD - 1);
    assertThat(deadLetters()).isEmpty();
  }
}
