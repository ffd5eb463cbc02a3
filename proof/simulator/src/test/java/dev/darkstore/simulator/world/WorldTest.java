package dev.darkstore.simulator.world;

import static dev.darkstore.simulator.world.World.line;
import static dev.darkstore.simulator.world.World.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {
  private static final Duration HOLD = Duration.ofMinutes(2);

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void placesAnOrder(int partitions) {
    World world = new World(WorldSettings.DEFAULTS.withPartitions(partitions));
    world.stock("s-1", "milk", 5);
    world.online("z-1", "a-1");
    world.settle();
    world.place(order("o-1", "s-1", "z-1", line("milk", 2)));
    world.settle();

    assertThat(world.kinds(Topic.ORDER_EVENTS, "o-1"))
        .containsExactly("OrderReceived", "OrderPlaced");
    assertThat(world.kinds(Topic.STORE_EVENTS, "o-1")).containsExactly("Reserved", "Assigned");
    assertThat(world.kinds(Topic.STORE_NOTIFICATIONS, "o-1")).containsExactly("PickOrder");
    assertThat(world.timeline("o-1")).contains("delivery-notifications");
    assertThat(world.entries(ServiceKind.STORE, "open-reservations")).isZero();
  }

  @Test
  void aCrashUndoesWhatWasNotCommittedButNotWhatWasSentAhead() {
    World world = stocked();
    world.commitsEachStep(ServiceKind.STORE, false);
    world.place(order("o-1", "s-1", "z-1", line("milk", 2)));
    world.settle();
    assertThat(world.kinds(Topic.STORE_EVENTS, "o-1")).isEmpty();
    assertThat(world.kinds(Topic.STORE_VOTES, "o-1")).containsExactly("Reserved");

    world.crash(ServiceKind.STORE);
    world.start(ServiceKind.STORE);
    assertThat(world.backlog(Topic.STORE_COMMANDS)).as("Reserve and Commit").isEqualTo(2);
    world.settle();
    world.commit(ServiceKind.STORE);
    assertThat(world.kinds(Topic.STORE_VOTES, "o-1")).containsExactly("Reserved", "Reserved");

    Event reserved = world.events(Topic.STORE_EVENTS).get(0);
    assertThat(reserved.bodyAs(Reserved.class).getHolding())
        .singleElement()
        .satisfies(unit -> assertThat(unit.getAvailable()).isEqualTo(3))
        .satisfies(unit -> assertThat(unit.getSupplyOffset()).isZero());
    assertThat(reserved.record().offset())
        .as("after the two aborted records and their marker")
        .isEqualTo(3);
  }

  @Test
  void stateSurvivesARestart() {
    World world = stocked();
    world.place(order("o-1", "s-1", "z-1", line("milk", 2)));
    world.deliver(Topic.ORDERS);
    world.deliver(Topic.STORE_COMMANDS);
    for (ServiceKind service : ServiceKind.values()) {
      world.crash(service);
      world.start(service);
    }
    world.stock("s-1", "milk", 1);
    world.settle();
    assertThat(world.kinds(Topic.ORDER_EVENTS, "o-1"))
        .containsExactly("OrderReceived", "OrderPlaced");

    world.place(order("o-1", "s-1", "z-1", line("milk", 2)));
    world.settle();
    assertThat(world.kinds(Topic.STORE_EVENTS, "o-1")).hasSize(2);
    assertThat(world.kinds(Topic.ORDER_EVENTS, "o-1")).endsWith("OrderPlaced").hasSize(3);
  }

  @Test
  void aCommitJustAfterTheTimerFailsThoughNoTickCameRound() {
    World world = stocked();
    world.place(order("o-1", "s-1", "z-1", line("milk", 2)));
    for (Topic topic :
        List.of(
            Topic.ORDERS,
            Topic.STORE_COMMANDS,
            Topic.DELIVERY_COMMANDS,
            Topic.STORE_EVENTS,
            Topic.DELIVERY_EVENTS)) {
      world.deliver(topic);
    }
    world.advance(HOLD);
    world.deliver(Topic.STORE_COMMANDS);
    assertThat(world.kinds(Topic.STORE_EVENTS, "o-1"))
        .containsExactly("Reserved", "ReservationExpired", "AssignmentFailed");
  }

  @Test
  void aServiceThatIsDownForTooLongCostsTheOrder() {
    World world = stocked();
    world.stop(ServiceKind.DELIVERY);
    world.place(order("o-1", "s-1", "z-1", line("milk", 2)));
    world.run(Duration.ofSeconds(11));
    assertThat(world.kinds(Topic.ORDER_EVENTS, "o-1")).endsWith("OrderRejected");

    world.start(ServiceKind.DELIVERY);
    world.run(Duration.ofMinutes(5));
    assertThat(world.kinds(Topic.DELIVERY_EVENTS, "o-1")).startsWith("Reserved", "Released");
    assertThat(world.entries(ServiceKind.COORDINATOR, "open-transactions")).isZero();
  }

  @Test
  void aRecordOnTheWrongPartitionIsSentOn() {
    World world = new World(WorldSettings.DEFAULTS.withPartitions(2));
    world.stock("s-1", "milk", 5);
    world.online("z-1", "a-1");
    world.settle();
    LoggedRecord right = world.place(order("o-1", "s-1", "z-1", line("milk", 1)));
    LoggedRecord again = world.place(order("o-2", "s-1", "z-1", line("milk", 1)));
    assertThat(right.partition()).isNotEqualTo(again.partition());
    world.append(Topic.ORDERS, 1 - right.partition(), right.key(), right.value(), right.headers());
    world.settle();
    assertThat(world.kinds(Topic.ORDERS, "o-1")).hasSize(3);
    assertThat(world.kinds(Topic.ORDER_EVENTS, "o-1")).containsOnly("OrderReceived", "OrderPlaced");
  }

  private static World stocked() {
    World world = new World();
    world.stock("s-1", "milk", 5);
    world.online("z-1", "a-1");
    world.settle();
    return world;
  }
}
