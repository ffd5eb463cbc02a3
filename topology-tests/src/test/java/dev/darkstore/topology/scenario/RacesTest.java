package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reason;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.ServiceKind;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies that arrive at the coordinator's deadline, after it, or never. */
@DisplayName("Races with the coordinator's deadlines")
class RacesTest extends Scenario {
  private static final Duration RESERVE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(5);

  @Nested
  @DisplayName("Races while reserving")
  class WhileReserving {

    @Test
    @DisplayName("A reply to Reserve in the millisecond of the timeout counts before its tick")
    void theLastReplyIsReadInTheMillisecondOfTheDeadlineAndBeforeItsTick() {
      deliverAllButTheReplyOfDelivery();

      world.advance(RESERVE_TIMEOUT);
      deliver(Topic.DELIVERY_EVENTS);
      world.tick(ServiceKind.COORDINATOR);
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
              10 s       store-commands          Commit 1
                         delivery-commands       Commit 1
                         store-events            Assigned 2 milk
                         delivery-events         Assigned 1 a-1
                         order-events            OrderPlaced
                         store-notifications     PickOrder
                         delivery-notifications  DeliverOrder
                         store-releases          Settle
                         delivery-releases       Settle
              """);
    }

    @Test
    @DisplayName("A reply to Reserve in the millisecond of the timeout is too late after its tick")
    void theLastReplyIsReadInTheMillisecondOfTheDeadlineAndAfterItsTick() {
      deliverAllButTheReplyOfDelivery();

      world.advance(RESERVE_TIMEOUT);
      world.tick(ServiceKind.COORDINATOR);
      deliver(Topic.DELIVERY_EVENTS);
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
              10 s       order-events            OrderRejected RESERVE_TIMED_OUT
                         store-releases          Release 1
                         delivery-releases       Release 1
                         store-events            Released 2 milk
                         delivery-events         Released 1 a-1
              """);
    }

    @Test
    @DisplayName("No order is rejected a millisecond before the reserve timeout")
    void aMillisecondBeforeTheDeadlineNothingIsRejected() {
      deliverAllButTheReplyOfDelivery();

      world.advance(RESERVE_TIMEOUT.minus(MILLISECOND));
      world.tick(ServiceKind.COORDINATOR);
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    }

    @Test
    @DisplayName("A reservation after the reserve timeout is released")
    void reservedAfterTheTimeoutIsReleased() {
      given();
      place("o-1", "milk", 2);
      runWithout(Duration.ofSeconds(12), Topic.DELIVERY_COMMANDS);
      assertThat(reason("o-1")).isEqualTo(Reason.RESERVE_TIMED_OUT);

      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderRejected");
      assertThat(deliveryEvents("o-1")).containsExactly("Reserved", "Released");
      assertThat(deliveryMessages("o-1")).containsExactly("Reserve", "Release");
    }

    @Test
    @DisplayName("An order is rejected and released if only one branch replies to Reserve")
    void onlyOneBranchEverReplies() {
      given();
      world.stop(ServiceKind.DELIVERY);
      place("o-1", "milk", 2);

      world.run(Duration.ofSeconds(10));

      assertThat(reason("o-1")).isEqualTo(Reason.RESERVE_TIMED_OUT);
      assertThat(refusal("o-1").getDetail()).isEqualTo("no answer in time from: delivery");
      assertThat(storeEvents("o-1")).containsExactly("Reserved", "Released");
      place("o-2", "milk", 5);
      world.settle();
      assertThat(storeEvents("o-2")).as("the goods are free again").containsExactly("Reserved");
    }

    @Test
    @DisplayName("The first reason counts if both branches refuse")
    void bothBranchesRefuseAndTheFirstReasonCounts() {
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS, Topic.DELIVERY_EVENTS);

      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderRejected");
      assertThat(reason("o-1")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
      assertThat(storeEvents("o-1")).containsExactly("ReservationRefused", "Released");
    }

    /**
     * Checks that replies are too late after 105 s, with a hold of 120 s and 3 × 5 s for Commit.
     */
    @ParameterizedTest
    @DisplayName("The last reply to Reserve must leave time for all attempts of Commit")
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            complete after ms | messages to the store   | order events
            105000            | Reserve, Commit, Settle | OrderReceived, OrderPlaced
            105001            | Reserve, Release        | OrderReceived, OrderRejected
            """)
    void theLastReplyMustLeaveTimeForTheWholeCommit(long millis, String commands, String outcome) {
      given();
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);
      world.advance(Duration.ofMillis(millis));
      world.start(ServiceKind.COORDINATOR);

      world.settle();

      assertThat(storeMessages("o-1")).containsExactly(commands.split(", "));
      assertThat(deliveryMessages("o-1")).containsExactly(commands.split(", "));
      assertThat(orderEvents("o-1")).containsExactly(outcome.split(", "));
      if (outcome.endsWith("OrderRejected")) {
        assertThat(reason("o-1")).isEqualTo(Reason.RESERVATION_EXPIRED);
      }
    }
  }

  @Nested
  @DisplayName("Races while committing")
  class WhileCommitting {

    @Test
    @DisplayName("The reserve timeout does not fire while committing")
    void theReserveTimeoutDoesNotFire() {
      deliverAllButTheReplyOfDelivery();
      world.advance(Duration.ofSeconds(8));
      deliver(Topic.DELIVERY_EVENTS);

      world.advance(Duration.ofSeconds(2));
      world.tick(ServiceKind.COORDINATOR);
      assertThat(storeMessages("o-1")).containsExactly("Reserve", "Commit");

      world.advance(Duration.ofSeconds(3));
      world.tick(ServiceKind.COORDINATOR);
      assertThat(storeMessages("o-1")).containsExactly("Reserve", "Commit", "Commit");
    }

    @Test
    @DisplayName("The timer of an earlier attempt of Commit does not fire")
    void theTimerOfAnEarlierAttemptDoesNotFire() {
      orderThatIs(Phase.COMMITTING);
      // A late tick: the interval to the next attempt begins with it.
      world.advance(COMMIT_INTERVAL.plusSeconds(4));
      world.tick(ServiceKind.COORDINATOR);

      world.advance(Duration.ofSeconds(1));
      world.tick(ServiceKind.COORDINATOR);
      world.tick(ServiceKind.COORDINATOR);

      assertThat(storeMessages("o-1")).containsExactly("Reserve", "Commit", "Commit");
    }

    @Test
    @DisplayName("Commit is repeated only to the branch that is not assigned")
    void onlyTheBranchThatIsNotAssignedReceivesCommitAgain() {
      orderThatIs(Phase.COMMITTING);
      world.stop(ServiceKind.DELIVERY);
      world.run(COMMIT_INTERVAL);

      assertThat(storeMessages("o-1")).containsExactly("Reserve", "Commit");
      assertThat(deliveryMessages("o-1")).containsExactly("Reserve", "Commit", "Commit");
    }

    @Test
    @DisplayName("A reply to Commit in the millisecond of the last deadline counts before its tick")
    void theLastReplyIsReadInTheMillisecondOfTheLastDeadlineAndBeforeItsTick() {
      orderThatIs(Phase.COMMITTING);
      runWithout(COMMIT_INTERVAL.multipliedBy(3).minus(MILLISECOND), Topic.DELIVERY_EVENTS);

      world.advance(MILLISECOND);
      deliver(Topic.DELIVERY_EVENTS);
      world.tick(ServiceKind.COORDINATOR);

      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    }

    @Test
    @DisplayName(
        "A reply to Commit in the millisecond of the last deadline is too late after its tick")
    void theLastReplyIsReadInTheMillisecondOfTheLastDeadlineAndAfterItsTick() {
      orderThatIs(Phase.COMMITTING);
      runWithout(COMMIT_INTERVAL.multipliedBy(3).minus(MILLISECOND), Topic.DELIVERY_EVENTS);

      world.advance(MILLISECOND);
      world.tick(ServiceKind.COORDINATOR);
      deliver(Topic.DELIVERY_EVENTS);

      assertThat(reason("o-1")).isEqualTo(Reason.COMMIT_TIMED_OUT);
      assertThat(refusal("o-1").getDetail()).isEqualTo("not confirmed in time by: delivery");
    }

    @Test
    @DisplayName("A refusal of Commit by one branch releases the assigned branch")
    void oneBranchIsAssignedAndTheOtherRefuses() {
      orderThatIs(Phase.COMMITTING);
      deliver(Topic.STORE_COMMANDS);

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
                         store-events            Assigned 2 milk
                         delivery-events         ReservationExpired AGENT_WENT_OFFLINE nothing
                         delivery-events         AssignmentFailed AGENT_WENT_OFFLINE
                         order-events            OrderRejected AGENT_WENT_OFFLINE
                         store-releases          Release 1
                         delivery-releases       Release 1
                         store-events            Released 2 milk
                         delivery-events         Released nothing
              """);
    }

    @Test
    @DisplayName("An assignment is released if Assigned arrives after the last deadline")
    void assignedArrivesAfterTheLastDeadline() {
      orderThatIs(Phase.COMMITTING);

      runWithout(Duration.ofSeconds(16), Topic.STORE_EVENTS);
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
                         store-events            Assigned 2 milk
                         delivery-events         Assigned 1 a-1
              5 s        store-commands          Commit 2
                         store-events            Assigned 2 milk
              10 s       store-commands          Commit 3
                         store-events            Assigned 2 milk
              15 s       order-events            OrderRejected COMMIT_TIMED_OUT
                         store-releases          Release 1
                         delivery-releases       Release 1
                         store-events            Released 2 milk
                         delivery-events         Released 1 a-1
              """);
    }
  }

  private void given() {
    stock("milk", 5);
    online("a-1");
  }

  /** Delivers all but delivery's events, so that its reply for o-1 is not read yet. */
  private void deliverAllButTheReplyOfDelivery() {
    given();
    place("o-1", "milk", 2);
    deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS, Topic.STORE_EVENTS);
  }
}
