package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.Reason;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.World;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Scenarios of agents who go online and offline, are held for orders, and deliver them. */
@DisplayName("Agents")
class AgentsTest extends Scenario {

  @Nested
  @DisplayName("A held agent goes offline")
  class AnAgentWhoIsHeldGoesOffline {

    @Test
    @DisplayName("A held agent who goes offline is replaced, and the order is placed")
    void andIsReplaced() {
      orderThatIs(Phase.COMMITTING);
      online("a-2");

      world.offline(ZONE, "a-1");
      deliver(Topic.AGENT_UPDATES);
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
                         delivery-events         Reserved 1 a-2
                         store-events            Assigned 2 milk
                         delivery-events         Assigned 1 a-2
                         order-events            OrderPlaced
                         store-notifications     PickOrder
                         delivery-notifications  DeliverOrder
                         store-releases          Settle
                         delivery-releases       Settle
              """);
      assertThat(notifiedAgents("o-1")).containsExactly("a-2");
    }

    @Test
    @DisplayName("An order is rejected if its held agent goes offline and no other is free")
    void andNobodyElseIsFreeWhileReserving() {
      stock("milk", 5);
      online("a-1");
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.DELIVERY_COMMANDS);

      world.offline(ZONE, "a-1");
      deliver(Topic.AGENT_UPDATES);
      deliver(Topic.DELIVERY_EVENTS, Topic.DELIVERY_EVENTS);
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderRejected");
      assertThat(reason("o-1")).isEqualTo(Reason.AGENT_WENT_OFFLINE);
      assertThat(storeEvents("o-1")).containsExactly("Reserved", "Released");
    }

    @Test
    @DisplayName("An order is rejected even if its held agent is online again before the commit")
    void andIsBackBeforeTheCommitButTheOrderIsRejected() {
      orderThatIs(Phase.COMMITTING);
      world.offline(ZONE, "a-1");
      world.online(ZONE, "a-1");
      deliver(Topic.AGENT_UPDATES, Topic.AGENT_UPDATES);

      world.settle();
      place("o-2", "milk", 2);
      world.settle();

      assertThat(reason("o-1")).isEqualTo(Reason.AGENT_WENT_OFFLINE);
      assertThat(orderEvents("o-2")).endsWith("OrderPlaced");
      assertThat(notifiedAgents("o-2")).containsExactly("a-1");
    }

    @Test
    @DisplayName("A replacement of a held agent does not extend the hold")
    void andTheReplacementDoesNotExtendTheHold() {
      orderThatIs(Phase.COMMITTING);
      online("a-2");
      world.advance(HOLD.minus(MILLISECOND));
      world.offline(ZONE, "a-1");
      deliver(Topic.AGENT_UPDATES);

      world.advance(MILLISECOND);
      deliver(Topic.DELIVERY_COMMANDS);

      assertThat(deliveryEvents("o-1"))
          .containsExactly("Reserved", "Reserved", "ReservationExpired", "AssignmentFailed");
    }

    @Test
    @DisplayName("A replacement after the deadline is released at the next tick")
    void afterTheDeadlineAndTheReplacementIsReleasedAtTheNextTick() {
      orderThatIs(Phase.COMMITTING);
      online("a-2");
      world.advance(HOLD);
      world.offline(ZONE, "a-1");
      deliver(Topic.AGENT_UPDATES);

      world.settle();
      place("o-2", "milk", 2);
      world.settle();

      assertThat(reason("o-1")).isEqualTo(Reason.RESERVATION_EXPIRED);
      assertThat(orderEvents("o-2")).endsWith("OrderPlaced");
      assertThat(notifiedAgents("o-2")).containsExactly("a-2");
    }
  }

  @Nested
  @DisplayName("An assigned agent")
  class AnAgentWhoIsAssigned {

    @Test
    @DisplayName(
        "An assigned agent who goes offline completes the delivery and then takes no order")
    void completesTheDeliveryThoughOffline() {
      orderThatIs(Phase.PLACED);
      world.offline(ZONE, "a-1");
      world.settle();
      place("o-2", "milk", 1);
      world.settle();
      assertThat(reason("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);

      world.delivered(ZONE, "a-1", "o-1");
      world.settle();
      place("o-3", "milk", 1);
      world.settle();
      assertThat(reason("o-3")).as("still offline").isEqualTo(Reason.NO_AGENT_AVAILABLE);

      world.online(ZONE, "a-1");
      world.settle();
      place("o-4", "milk", 1);
      world.settle();
      assertThat(notifiedAgents("o-4")).containsExactly("a-1");
    }

    @Test
    @DisplayName("An assigned agent can be released while offline, and is free once online again")
    void isReleasedThoughOfflineAndFreeOnceOnlineAgain() {
      orderThatIs(Phase.COMMITTING);
      deliver(Topic.DELIVERY_COMMANDS);
      world.offline(ZONE, "a-1");
      world.writeOff(STORE, "milk", 4);
      deliver(Topic.AGENT_UPDATES, Topic.STOCK_UPDATES);
      world.settle();
      assertThat(deliveryEvents("o-1")).containsExactly("Reserved", "Assigned", "Released");
      place("o-2", "milk", 1);
      world.settle();
      assertThat(reason("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);

      world.online(ZONE, "a-1");
      world.settle();
      place("o-3", "milk", 1);
      world.settle();

      assertThat(notifiedAgents("o-3")).containsExactly("a-1");
    }

    @Test
    @DisplayName("An assigned agent is free again when the order is delivered")
    void isFreeAgainWhenTheOrderIsDelivered() {
      orderThatIs(Phase.PLACED);
      place("o-2", "milk", 1);
      world.settle();
      assertThat(reason("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);

      world.delivered(ZONE, "a-1", "o-1");
      world.settle();
      place("o-3", "milk", 1);
      world.settle();

      assertThat(notifiedAgents("o-3")).containsExactly("a-1");
    }

    @Test
    @DisplayName("An assigned agent is not freed by the delivery of another order")
    void isNotFreedByAnotherOrdersDelivery() {
      orderThatIs(Phase.PLACED);
      world.delivered(ZONE, "a-1", "o-another");
      world.settle();

      place("o-2", "milk", 1);
      world.settle();

      assertThat(reason("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
    }

    @Test
    @DisplayName("A repeated DeliveryCompleted does not free the agent from the next order")
    void isNotFreedFromTheNextOrderByARepeatedDelivery() {
      orderThatIs(Phase.PLACED);
      LoggedRecord delivered = world.delivered(ZONE, "a-1", "o-1");
      world.settle();
      place("o-2", "milk", 1);
      world.settle();

      world.duplicate(delivered);
      world.settle();
      place("o-3", "milk", 1);
      world.settle();

      assertThat(notifiedAgents("o-2")).containsExactly("a-1");
      assertThat(reason("o-3")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
    }
  }

  @Test
  @DisplayName("DeliveryCompleted of an agent who is only held is ignored")
  void aDeliveryByAHeldAgentIsIgnored() {
    orderThatIs(Phase.COMMITTING);

    world.delivered(ZONE, "a-1", "o-1");
    deliver(Topic.AGENT_UPDATES);
    place("o-2", "milk", 1);
    world.settle();

    assertThat(notifiedAgents("o-1")).containsExactly("a-1");
    assertThat(reason("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
  }

  @Test
  @DisplayName("The agent who is idle longest is chosen; a cancelled hold does not count")
  void theAgentWhoIsIdleLongestIsChosenAndACancelledHoldDoesNotCount() {
    stock("milk", 5);
    for (String agent : new String[] {"a-3", "a-1", "a-2"}) {
      online(agent);
      world.advance(MILLISECOND);
    }
    place("o-cancelled", "milk", 1);
    deliver(Topic.ORDERS, Topic.DELIVERY_COMMANDS);
    world.cancel("o-cancelled");
    world.settle();

    for (int i = 1; i <= 4; i++) {
      place("o-" + i, "milk", 1);
      world.settle();
    }

    assertThat(notifiedAgents("o-1")).containsExactly("a-3");
    assertThat(notifiedAgents("o-2")).containsExactly("a-1");
    assertThat(notifiedAgents("o-3")).containsExactly("a-2");
    assertThat(reason("o-4")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
  }

  @Test
  @DisplayName("An agent update that is repeated under its id counts once")
  void anUpdateThatIsRepeatedUnderItsIdCountsOnce() {
    stock("milk", 5);
    LoggedRecord online = world.agent(ZONE, "u-1", "a-1", new AgentOnline());
    world.agent(ZONE, "u-2", "a-1", new AgentOffline());
    world.duplicate(online);
    world.settle();

    place("o-1", "milk", 1);
    world.settle();

    assertThat(reason("o-1")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
  }

  @Test
  @DisplayName("An agent update under the id of another one becomes a dead letter")
  void anUpdateUnderAnIdThatWasUsedForAnotherIsADeadLetter() {
    stock("milk", 5);
    world.agent(ZONE, "u-1", "a-1", new AgentOnline());
    world.agent(ZONE, "u-1", "a-1", new AgentOffline());
    world.settle();

    place("o-1", "milk", 1);
    world.settle();

    assertThat(deadLetters()).containsExactly("UPDATE_ID_REUSED");
    assertThat(orderEvents("o-1")).endsWith("OrderPlaced");
  }

  @Test
  @DisplayName("An agent update under the id of another agent's becomes a dead letter")
  void anUpdateUnderAnIdThatWasUsedForAnotherAgentIsADeadLetter() {
    stock("milk", 5);
    world.agent(ZONE, "u-1", "a-1", new AgentOnline());
    world.agent(ZONE, "u-1", "a-2", new AgentOnline());
    world.settle();

    place("o-1", "milk", 1);
    world.settle();
    place("o-2", "milk", 1);
    world.settle();

    assertThat(deadLetters()).containsExactly("UPDATE_ID_REUSED");
    assertThat(notifiedAgents("o-1")).containsExactly("a-1");
    assertThat(reason("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
  }

  @Test
  @DisplayName("DeliveryCompleted before the order is placed frees the agent for no second trip")
  void aDeliveryBeforeTheOrderIsPlacedFreesTheAgentOnceItIs() {
    orderThatIs(Phase.COMMITTING);
    deliver(Topic.DELIVERY_COMMANDS);

    world.delivered(ZONE, "a-1", "o-1");
    deliver(Topic.AGENT_UPDATES);
    place("o-2", "milk", 1);
    deliver(Topic.ORDERS, Topic.DELIVERY_COMMANDS);
    world.settle();
    place("o-3", "milk", 1);
    world.settle();

    assertThat(notifiedAgents("o-1")).containsExactly("a-1");
    assertThat(reason("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
    assertThat(notifiedAgents("o-3")).containsExactly("a-1");
  }

  @Test
  @DisplayName("An agent update on the wrong partition counts")
  void anUpdateOnTheWrongPartitionCounts() {
    world = new World(SETTINGS.withPartitions(2));
    stock("milk", 5);
    online("a-1");
    LoggedRecord offline = world.offline(ZONE, "a-1");
    world.online(ZONE, "a-1");
    writeToWrongPartition(offline);
    world.settle();

    place("o-1", "milk", 1);
    world.settle();

    assertThat(deadLetters()).isEmpty();
    assertThat(reason("o-1")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
  }

  @Test
  @DisplayName("An agent of another zone is not chosen")
  void anAgentOfAnotherZoneIsNotChosen() {
    stock("milk", 5);
    world.online("z-other", "a-1");
    world.settle();

    place("o-1", "milk", 1);
    world.settle();

    assertThat(refusal("o-1").getDetail()).isEqualTo("no agent is free in zone z-1");
  }
}
