package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.ServiceKind;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Notifications of picker and agent: one each for a placed order, none before and none otherwise.
 */
@DisplayName("Notifications of picker and agent")
class NotificationsTest extends Scenario {

  static Stream<Named<Consumer<Scenario>>> endingsOfAnOrderThatIsNotPlaced() {
    return Stream.of(
        named("the store refused", s -> s.orderThatIs(Phase.REJECTED)),
        named(
            "delivery refused",
            s -> {
              s.stock("milk", 5);
              s.place("o-1", "milk", 2);
            }),
        named(
            "both refused",
            s -> {
              s.place("o-1", "milk", 2);
            }),
        named(
            "the customer cancelled",
            s -> {
              s.orderThatIs(Phase.RESERVING);
              s.world.cancel("o-1");
            }),
        named(
            "a participant did not answer Reserve",
            s -> {
              s.orderThatIs(Phase.RESERVING);
              s.runWithout(Duration.ofSeconds(10), Topic.STORE_COMMANDS);
            }),
        named(
            "a participant did not answer Commit",
            s -> {
              s.orderThatIs(Phase.COMMITTING);
              s.runWithout(Duration.ofSeconds(15), Topic.DELIVERY_COMMANDS);
            }),
        named(
            "both are assigned and the coordinator timed out",
            s -> {
              s.orderThatIs(Phase.COMMITTING);
              s.runWithout(Duration.ofSeconds(15), Topic.STORE_EVENTS, Topic.DELIVERY_EVENTS);
            }),
        named(
            "the reservations expired",
            s -> {
              s.orderThatIs(Phase.COMMITTING);
              s.world.stop(ServiceKind.COORDINATOR);
              s.world.advance(HOLD);
              s.world.settle();
              s.world.start(ServiceKind.COORDINATOR);
            }),
        named(
            "the goods were written off",
            s -> {
              s.orderThatIs(Phase.COMMITTING);
              s.world.writeOff(STORE, "milk", 5);
              s.deliver(Topic.STOCK_UPDATES);
            }),
        named(
            "the agent went offline",
            s -> {
              s.orderThatIs(Phase.COMMITTING);
              s.world.offline(ZONE, "a-1");
              s.deliver(Topic.AGENT_UPDATES);
            }));
  }

  @ParameterizedTest
  @DisplayName("An order that is not placed leads to no notification")
  @MethodSource("endingsOfAnOrderThatIsNotPlaced")
  void anOrderThatIsNotPlacedLeadsToNoNotification(Consumer<Scenario> untilItFails) {
    untilItFails.accept(this);
    world.settle();
    world.duplicate(world.records(Topic.ORDERS, 0).get(0));
    world.run(HOLD.multipliedBy(2));

    assertThat(orderEvents("o-1")).endsWith("OrderRejected", "OrderRejected");
    assertThat(notifications()).isEmpty();
  }

  @Test
  @DisplayName("No notification is sent before the order is placed")
  void noNotificationIsSentBeforeTheOrderIsPlaced() {
    stock("milk", 5);
    online("a-1");
    place("o-1", "milk", 2);

    int steps = 0;
    while (!orderEvents("o-1").contains("OrderPlaced")) {
      assertThat(notifications()).as("after %d steps", steps).isEmpty();
      deliver(nextInput());
      steps++;
    }

    assertThat(notifications()).containsExactly("PickOrder", "DeliverOrder");
  }

  @Test
  @DisplayName("Picker and agent are notified once, however often records are repeated")
  void bothAreNotifiedOnceHoweverOftenRecordsAreRepeated() {
    orderThatIs(Phase.PLACED);

    for (Topic topic : List.of(Topic.ORDERS, Topic.STORE_EVENTS, Topic.DELIVERY_EVENTS)) {
      for (LoggedRecord record : List.copyOf(world.records(topic, 0))) {
        world.repeat(record);
        world.duplicate(record);
      }
    }
    restart(ServiceKind.COORDINATOR);
    world.run(HOLD);

    assertThat(notifications()).containsExactly("PickOrder", "DeliverOrder");
  }

  private Topic nextInput() {
    for (Topic topic : Installation.DEFAULT.topics()) {
      if (ServiceKind.reading(topic).isPresent() && world.backlog(topic) > 0) {
        return topic;
      }
    }
    throw new AssertionError("no record can be delivered: " + story("o-1"));
  }

  private List<String> notifications() {
    return Stream.of(Topic.STORE_NOTIFICATIONS, Topic.DELIVERY_NOTIFICATIONS)
        .flatMap(topic -> world.kinds(topic, "o-1").stream())
        .toList();
  }
}
