package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.ServiceKind;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Requests and votes sent ahead of a commit")
class SentAheadTest extends Scenario {
  private static final Duration TOO_LATE =
      Duration.ofMillis(CoordinatorTiming.DEFAULTS.orderMaxAgeMillis() + 1);

  @BeforeEach
  void supply() {
    stock("milk", 5);
    online("a-1");
    world.settle();
  }

  @Test
  @DisplayName("An order needs two commits in a row, since requests and votes are read at once")
  void twoCommitsInARow() {
    for (ServiceKind service : ServiceKind.values()) {
      world.commitsEachStep(service, false);
    }
    place("o-1", "milk", 2);
    world.settle();
    assertThat(world.kinds(Topic.STORE_COMMANDS, "o-1")).containsExactly("Reserve", "Commit");
    assertThat(storeEvents("o-1")).isEmpty();

    world.commit(ServiceKind.STORE);
    world.commit(ServiceKind.DELIVERY);
    world.settle();
    assertThat(storeEvents("o-1")).containsExactly("Reserved", "Assigned");
    assertThat(orderEvents("o-1")).isEmpty();

    world.commit(ServiceKind.COORDINATOR);
    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    for (ServiceKind service : ServiceKind.values()) {
      world.commitsEachStep(service, true);
    }
    world.settle();
  }

  @Test
  @DisplayName(
      "Requests of a coordinator that crashed before its commit are repeated without effect")
  void theCoordinatorDecidesAgain() {
    world.commitsEachStep(ServiceKind.COORDINATOR, false);
    place("o-1", "milk", 2);
    world.settle();
    world.crash(ServiceKind.COORDINATOR);
    world.commitsEachStep(ServiceKind.COORDINATOR, true);
    world.start(ServiceKind.COORDINATOR);
    world.settle();

    assertThat(world.kinds(Topic.STORE_COMMANDS, "o-1"))
        .containsExactly("Reserve", "Commit", "Reserve", "Commit");
    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    assertThat(notifiedAgents("o-1")).containsExactly("a-1");
  }

  @Test
  @DisplayName("An assignment is released if the coordinator restarts when the order is too late")
  void anAssignmentOfARolledBackTransactionIsReleased() {
    world.commitsEachStep(ServiceKind.COORDINATOR, false);
    place("o-1", "milk", 2);
    world.settle();
    assertThat(storeEvents("o-1")).containsExactly("Reserved", "Assigned");
    world.crash(ServiceKind.COORDINATOR);
    world.advance(TOO_LATE);
    world.commitsEachStep(ServiceKind.COORDINATOR, true);
    world.start(ServiceKind.COORDINATOR);
    world.settle();

    assertThat(orderEvents("o-1")).containsExactly("OrderRejected");
    assertThat(storeEvents("o-1")).endsWith("Released");
    assertThat(deliveryEvents("o-1")).endsWith("Released");
    place("o-2", "milk", 5);
    world.settle();
    assertThat(orderEvents("o-2")).as("all goods are available again").endsWith("OrderPlaced");
  }

  @Test
  @DisplayName("A vote has no effect if the participant refuses the order after a crash")
  void aVoteIsNoReservation() {
    world.commitsEachStep(ServiceKind.STORE, false);
    place("o-1", "milk", 2);
    deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS);
    assertThat(world.kinds(Topic.STORE_VOTES, "o-1")).containsExactly("Reserved");
    world.crash(ServiceKind.STORE);
    world.writeOff(STORE, "milk", 4);
    world.commitsEachStep(ServiceKind.STORE, true);
    world.start(ServiceKind.STORE);
    deliver(Topic.STOCK_UPDATES);
    world.settle();

    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderRejected");
    assertThat(storeEvents("o-1")).startsWith("ReservationRefused");
    assertThat(deliveryEvents("o-1")).endsWith("Released");
    assertThat(notifiedAgents("o-1")).isEmpty();
  }
}
