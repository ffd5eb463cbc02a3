package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.Reason;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.LoggedRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Agents come and go, are held for orders, and bring them. */
class AgentsTest extends Scenario {

  @Nested
  class AnAgentWhoIsHeldGoesOffline {

    @Test
    void andIsQuietlyReplaced() {
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
      assertThat(sentTo("o-1")).containsExactly("a-2");
    }

    @Test
    void andNobodyElseIsFreeWhileReserving() {
      stock("milk", 5);
      online("a-1");
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.DELIVERY_COMMANDS);

      world.offline(ZONE, "a-1");
      deliver(Topic.AGENT_UPDATES);
      deliver(Topic.DELIVERY_EVENTS, Topic.DELIVERY_EVENTS);
      world.settle();

      assertThat(told("o-1")).containsExactly("OrderReceived", "OrderRejected");
      assertThat(because("o-1")).isEqualTo(Reason.AGENT_WENT_OFFLINE);
      assertThat(storeSaid("o-1")).containsExactly("Reserved", "Released");
    }

    @Test
    void andIsBackBeforeTheCommitButTheOrderIsLostAllTheSame() {
      orderThatIs(Phase.COMMITTING);
      world.offline(ZONE, "a-1");
      world.online(ZONE, "a-1");
      deliver(Topic.AGENT_UPDATES, Topic.AGENT_UPDATES);

      world.settle();
      place("o-2", "milk", 2);
      world.settle();

      assertThat(because("o-1")).isEqualTo(Reason.AGENT_WENT_OFFLINE);
      assertThat(told("o-2")).endsWith("OrderPlaced");
      assertThat(sentTo("o-2")).containsExactly("a-1");
    }

    @Test
    void andTheOneWhoTookOverDoesNotGetMoreTime() {
      orderThatIs(Phase.COMMITTING);
      online("a-2");
      world.advance(HOLD.minus(MILLISECOND));
      world.offline(ZONE, "a-1");
      deliver(Topic.AGENT_UPDATES);

      world.advance(MILLISECOND);
      deliver(Topic.DELIVERY_COMMANDS);

      assertThat(deliverySaid("o-1"))
          .containsExactly("Reserved", "Reserved", "ReservationExpired", "AssignmentFailed");
    }

    @Test
    void afterTheTimerRanOutAndTheReplacementIsGivenBackWithTheNextTick() {
      orderThatIs(Phase.COMMITTING);
      online("a-2");
      world.advance(HOLD);
      world.offline(ZONE, "a-1");
      deliver(Topic.AGENT_UPDATES);

      world.settle();
      place("o-2", "milk", 2);
      world.settle();

      assertThat(because("o-1")).isEqualTo(Reason.RESERVATION_EXPIRED);
      assertThat(told("o-2")).endsWith("OrderPlaced");
      assertThat(sentTo("o-2")).containsExactly("a-2");
    }
  }

  @Nested
  class AnAgentWhoIsAssigned {

    @Test
    void finishesTheTripThoughOffline() {
      orderThatIs(Phase.PLACED);
      world.offline(ZONE, "a-1");
      world.settle();
      place("o-2", "milk", 1);
      world.settle();
      assertThat(because("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);

      world.delivered(ZONE, "a-1", "o-1");
      world.settle();
      place("o-3", "milk", 1);
      world.settle();
      assertThat(because("o-3")).as("offline still").isEqualTo(Reason.NO_AGENT_AVAILABLE);

      world.online(ZONE, "a-1");
      world.settle();
      place("o-4", "milk", 1);
      world.settle();
      assertThat(sentTo("o-4")).containsExactly("a-1");
    }

    @Test
    void isGivenBackThoughOfflineAndTakesTripsOnceOnlineAgain() {
      orderThatIs(Phase.COMMITTING);
      deliver(Topic.DELIVERY_COMMANDS);
      world.offline(ZONE, "a-1");
      world.writeOff(STORE, "milk", 4);
      deliver(Topic.AGENT_UPDATES, Topic.STOCK_UPDATES);
      world.settle();
      assertThat(deliverySaid("o-1")).containsExactly("Reserved", "Assigned", "Released");
      place("o-2", "milk", 1);
      world.settle();
      assertThat(because("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);

      world.online(ZONE, "a-1");
      world.settle();
      place("o-3", "milk", 1);
      world.settle();

      assertThat(sentTo("o-3")).containsExactly("a-1");
    }

    @Test
    void isFreeAgainWhenTheOrderIsDelivered() {
      orderThatIs(Phase.PLACED);
      place("o-2", "milk", 1);
      world.settle();
      assertThat(because("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);

      world.delivered(ZONE, "a-1", "o-1");
      world.settle();
      place("o-3", "milk", 1);
      world.settle();

      assertThat(sentTo("o-3")).containsExactly("a-1");
    }

    @Test
    void isNotFreedByAnotherOrdersDelivery() {
      orderThatIs(Phase.PLACED);
      world.delivered(ZONE, "a-1", "o-another");
      world.settle();

      place("o-2", "milk", 1);
      world.settle();

      assertThat(because("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
    }

    @Test
    void isNotFreedFromTheNextOrderWhenTheDeliveryOfTheLastIsSaidTwice() {
      orderThatIs(Phase.PLACED);
      LoggedRecord delivered = world.delivered(ZONE, "a-1", "o-1");
      world.settle();
      place("o-2", "milk", 1);
      world.settle();

      world.duplicate(delivered);
      world.settle();
      place("o-3", "milk", 1);
      world.settle();

      assertThat(sentTo("o-2")).containsExactly("a-1");
      assertThat(because("o-3")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
    }
  }

  @Test
  void aDeliveryThatIsSaidOfAnAgentWhoIsOnlyHeldIsIgnored() {
    orderThatIs(Phase.COMMITTING);

    world.delivered(ZONE, "a-1", "o-1");
    deliver(Topic.AGENT_UPDATES);
    place("o-2", "milk", 1);
    world.settle();

    assertThat(sentTo("o-1")).containsExactly("a-1");
    assertThat(because("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
  }

  @Test
  void theAgentWhoIsIdleLongestIsTakenAndAHoldThatCameToNothingDoesNotCount() {
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

    assertThat(sentTo("o-1")).containsExactly("a-3");
    assertThat(sentTo("o-2")).containsExactly("a-1");
    assertThat(sentTo("o-3")).containsExactly("a-2");
    assertThat(because("o-4")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
  }

  @Test
  void anUpdateThatIsRepeatedUnderItsIdCountsOnce() {
    stock("milk", 5);
    LoggedRecord online = world.agent(ZONE, "u-1", "a-1", new AgentOnline());
    world.agent(ZONE, "u-2", "a-1", new AgentOffline());
    world.duplicate(online);
    world.settle();

    place("o-1", "milk", 1);
    world.settle();

    assertThat(because("o-1")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
  }

  @Test
  void anUpdateUnderAnIdThatWasUsedForAnotherIsADeadLetter() {
    stock("milk", 5);
    world.agent(ZONE, "u-1", "a-1", new AgentOnline());
    world.agent(ZONE, "u-1", "a-1", new AgentOffline());
    world.settle();

    place("o-1", "milk", 1);
    world.settle();

    assertThat(deadLetters()).containsExactly("UPDATE_ID_REUSED");
    assertThat(told("o-1")).endsWith("OrderPlaced");
  }

  @Test
  void anAgentOfAnotherZoneIsNoHelp() {
    stock("milk", 5);
    world.online("z-other", "a-1");
    world.settle();

    place("o-1", "milk", 1);
    world.settle();

    assertThat(refusal("o-1").getDetail()).isEqualTo("no agent is free in zone z-1");
  }
}
