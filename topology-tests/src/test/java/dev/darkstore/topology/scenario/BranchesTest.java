package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Released;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.CreditParticipant;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Orders with a third branch, and changes of the branches while orders are in flight. */
@DisplayName("A third branch")
class BranchesTest extends Scenario {
  private static final BranchTable THREE = BranchTable.parse("store,delivery,payment:customerId");
  private static final BranchName PAYMENT = CreditParticipant.BRANCH;
  private static final Topic PAYMENT_EVENTS = PAYMENT.topic(Topic.Role.EVENTS);

  @BeforeEach
  void threeBranches() {
    world = new World(SETTINGS.withBranches(THREE));
    stock("milk", 20);
    onlineMany(9);
  }

  @Test
  @DisplayName(
      "An order is placed when all three are assigned, and OrderPlaced names the units of each")
  void anOrderIsPlacedWhenAllThreeAreAssigned() {
    place("o-1", "milk", 2);
    world.settle();

    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    assertThat(world.kinds(PAYMENT_EVENTS, "o-1")).containsExactly("Reserved", "Assigned");
    assertThat(world.kinds(PAYMENT.topic(Topic.Role.RELEASES), "o-1")).containsExactly("Settle");
    assertThat(assignments("o-1"))
        .extracting(Assignment::getBranch)
        .containsExactly("store", "delivery", "payment");
    assertThat(assignments("o-1").get(2).getUnits()).containsExactly("credit");
  }

  @Test
  @DisplayName("Its commands have the order's field as their key that is configured")
  void itsCommandsHaveTheConfiguredKey() {
    place("o-1", "milk", 2);
    world.settle();

    assertThat(world.events(PAYMENT.topic(Topic.Role.COMMANDS)))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.record().key()).asString().isEqualTo("c-1"));
  }

  @Test
  @DisplayName("A refusal of the third participant rejects the order and frees goods and agent")
  void aRefusalRejectsTheOrder() {
    for (int i = 1; i <= CreditParticipant.CREDITS + 1; i++) {
      place("o-" + i, "milk", 1);
      world.settle();
    }

    assertThat(orderEvents("o-4")).endsWith("OrderPlaced");
    assertThat(orderEvents("o-5")).containsExactly("OrderReceived", "OrderRejected");
    assertThat(reason("o-5")).isEqualTo(Reason.OTHER);
    assertThat(refusal("o-5").getDetail()).isEqualTo("c-1 has no credit left");
    assertThat(storeEvents("o-5")).endsWith("Released");
  }

  @Test
  @DisplayName("Without its participant orders are rejected after the reserve timeout")
  void withoutItsParticipantOrdersAreRejected() {
    world.stop(ServiceKind.PAYMENT);
    place("o-1", "milk", 2);
    world.run(Duration.ofSeconds(11));

    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderRejected");
    assertThat(refusal("o-1").getDetail()).isEqualTo("no answer in time from: payment");
    assertThat(storeEvents("o-1")).endsWith("Released");
  }

  @Test
  @DisplayName("Orders in flight finish with the branches they began with when a branch is added")
  void ordersInFlightFinishWithTheirBranches() {
    restartCoordinatorWith(BranchTable.DEFAULT);
    place("o-1", "milk", 2);
    world.deliver(Topic.ORDERS);

    restartCoordinatorWith(THREE);
    place("o-2", "milk", 2);
    world.settle();

    assertThat(assignments("o-1")).hasSize(2);
    assertThat(world.kinds(PAYMENT_EVENTS, "o-1")).isEmpty();
    assertThat(assignments("o-2")).hasSize(3);
  }

  @Test
  @DisplayName("The coordinator does not start without a branch that an order in flight has")
  void aBranchInUseCannotBeRemoved() {
    place("o-1", "milk", 2);
    world.deliver(Topic.ORDERS);

    assertThatThrownBy(() -> restartCoordinatorWith(BranchTable.DEFAULT))
        .rootCause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "order o-1 is in flight with branch 'payment', which darkstore.branches does not name;"
                + " start with the earlier branches, and remove one only when no order is in flight");

    restartCoordinatorWith(THREE);
    world.settle();
    assertThat(orderEvents("o-1")).endsWith("OrderPlaced");
  }

  @Test
  @DisplayName("A branch is removed when no order is in flight; its closed orders stay known")
  void aBranchIsRemovedWhenNoOrderIsInFlight() {
    place("o-1", "milk", 2);
    world.settle();

    restartCoordinatorWith(BranchTable.DEFAULT);
    place("o-1", "milk", 2);
    place("o-2", "milk", 2);
    world.settle();

    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced", "OrderPlaced");
    assertThat(assignments("o-2")).hasSize(2);
    assertThat(world.kinds(PAYMENT_EVENTS, "o-2")).isEmpty();
  }

  @Test
  @DisplayName("The audit finds that the third branch of a placed order was released")
  void theAuditFindsABranchThatWasReleased() {
    place("o-1", "milk", 2);
    world.settle();
    BranchEvent assigned = (BranchEvent) world.events(PAYMENT_EVENTS).get(1).message();
    List<HeldUnit> holding = ((Assigned) assigned.getBody()).getHolding();

    world.append(
        PAYMENT_EVENTS,
        "o-1",
        EventCodec.BRANCH_EVENTS.encode(
            new BranchEvent(
                "o-1",
                "c-1",
                assigned.getTransactionId(),
                Instant.ofEpochMilli(world.nowMillis()),
                new Released(holding))));

    broken.add(Invariant.ATOMICITY);
  }

  private void restartCoordinatorWith(BranchTable branches) {
    world.stop(ServiceKind.COORDINATOR);
    world.branches(ServiceKind.COORDINATOR, branches);
    world.start(ServiceKind.COORDINATOR);
  }

  private List<Assignment> assignments(String orderId) {
    return world.events(orderId).stream()
        .filter(event -> event.kind().equals("OrderPlaced"))
        .findFirst()
        .orElseThrow()
        .bodyAs(OrderPlaced.class)
        .getAssignments();
  }
}
