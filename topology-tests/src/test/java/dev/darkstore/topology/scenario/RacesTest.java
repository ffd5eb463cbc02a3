package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reason;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.ServiceKind;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that come together with the coordinator's deadline, after it, or never. */
class RacesTest extends Scenario {
  private static final Duration RESERVE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(5);

  @Nested
  class WhileReserving {

    @Test
    void theLastAnswerIsReadInTheMillisecondOfTheDeadlineAndBeforeIt() {
      allButDeliveryAnswered();

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
    void theLastAnswerIsReadInTheMillisecondOfTheDeadlineAndAfterIt() {
      allButDeliveryAnswered();

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
    void aMillisecondBeforeTheDeadlineNothingIsGivenUp() {
      allButDeliveryAnswered();

      world.advance(RESERVE_TIMEOUT.minus(MILLISECOND));
      world.tick(ServiceKind.COORDINATOR);
      world.settle();

      assertThat(told("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    }

    @Test
    void reservedThatComesAfterTheTimeoutIsGivenBack() {
      given();
      place("o-1", "milk", 2);
      runWithout(Duration.ofSeconds(12), Topic.DELIVERY_COMMANDS);
      assertThat(because("o-1")).isEqualTo(Reason.RESERVE_TIMED_OUT);

      world.settle();

      assertThat(told("o-1")).containsExactly("OrderReceived", "OrderRejected");
      assertThat(deliverySaid("o-1")).containsExactly("Reserved", "Released");
      assertThat(deliveryAsked("o-1")).containsExactly("Reserve", "Release");
    }

    @Test
    void onlyOneBranchEverAnswers() {
      given();
      world.stop(ServiceKind.DELIVERY);
      place("o-1", "milk", 2);

      world.run(Duration.ofSeconds(10));

      assertThat(because("o-1")).isEqualTo(Reason.RESERVE_TIMED_OUT);
      assertThat(refusal("o-1").getDetail()).isEqualTo("no answer in time from: delivery");
      assertThat(storeSaid("o-1")).containsExactly("Reserved", "Released");
      place("o-2", "milk", 5);
      world.settle();
      assertThat(storeSaid("o-2")).as("the goods are free again").containsExactly("Reserved");
    }

    @Test
    void bothBranchesRefuseAndTheFirstReasonStands() {
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS, Topic.DELIVERY_EVENTS);

      world.settle();

      assertThat(told("o-1")).containsExactly("OrderReceived", "OrderRejected");
      assertThat(because("o-1")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
      assertThat(storeSaid("o-1")).containsExactly("ReservationRefused", "Released");
    }

    /** Hold 120 s, commit budget 3 × 5 s: what is complete after 105 s comes too late. */
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            complete after ms | the store is told       | the customer is told
            105000            | Reserve, Commit, Settle | OrderReceived, OrderPlaced
            105001            | Reserve, Release        | OrderReceived, OrderRejected
            """)
    void theLastAnswerMustLeaveTimeForTheWholeCommit(long millis, String commands, String outcome) {
      given();
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);
      world.advance(Duration.ofMillis(millis));
      world.start(ServiceKind.COORDINATOR);

      world.settle();

      assertThat(storeAsked("o-1")).containsExactly(commands.split(", "));
      assertThat(deliveryAsked("o-1")).containsExactly(commands.split(", "));
      assertThat(told("o-1")).containsExactly(outcome.split(", "));
      if (outcome.endsWith("OrderRejected")) {
        assertThat(because("o-1")).isEqualTo(Reason.RESERVATION_EXPIRED);
      }
    }
  }

  @Nested
  class WhileCommitting {

    @Test
    void theTimerOfTheReservePhaseDoesNotFireAnyMore() {
      allButDeliveryAnswered();
      world.advance(Duration.ofSeconds(8));
      deliver(Topic.DELIVERY_EVENTS);

      world.advance(Duration.ofSeconds(2));
      world.tick(ServiceKind.COORDINATOR);
      assertThat(storeAsked("o-1")).containsExactly("Reserve", "Commit");

      world.advance(Duration.ofSeconds(3));
      world.tick(ServiceKind.COORDINATOR);
      assertThat(storeAsked("o-1")).containsExactly("Reserve", "Commit", "Commit");
    }

    @Test
    void theTimerOfAnEarlierAttemptDoesNotFireAnyMore() {
      orderThatIs(Phase.COMMITTING);
      // A tick that comes late: the next attempt is counted from then.
      world.advance(COMMIT_INTERVAL.plusSeconds(4));
      world.tick(ServiceKind.COORDINATOR);

      world.advance(Duration.ofSeconds(1));
      world.tick(ServiceKind.COORDINATOR);
      world.tick(ServiceKind.COORDINATOR);

      assertThat(storeAsked("o-1")).containsExactly("Reserve", "Commit", "Commit");
    }

    @Test
    void onlyTheBranchThatIsNotAssignedIsAskedAgain() {
      orderThatIs(Phase.COMMITTING);
      world.stop(ServiceKind.DELIVERY);
      world.run(COMMIT_INTERVAL);

      assertThat(storeAsked("o-1")).containsExactly("Reserve", "Commit");
      assertThat(deliveryAsked("o-1")).containsExactly("Reserve", "Commit", "Commit");
    }

    @Test
    void theLastAnswerIsReadInTheMillisecondOfTheLastDeadlineAndBeforeIt() {
      orderThatIs(Phase.COMMITTING);
      runWithout(COMMIT_INTERVAL.multipliedBy(3).minus(MILLISECOND), Topic.DELIVERY_EVENTS);

      world.advance(MILLISECOND);
      deliver(Topic.DELIVERY_EVENTS);
      world.tick(ServiceKind.COORDINATOR);

      assertThat(told("o-1")).containsExactly("OrderReceived", "OrderPlaced");
    }

    @Test
    void theLastAnswerIsReadInTheMillisecondOfTheLastDeadlineAndAfterIt() {
      orderThatIs(Phase.COMMITTING);
      runWithout(COMMIT_INTERVAL.multipliedBy(3).minus(MILLISECOND), Topic.DELIVERY_EVENTS);

      world.advance(MILLISECOND);
      world.tick(ServiceKind.COORDINATOR);
      deliver(Topic.DELIVERY_EVENTS);

      assertThat(because("o-1")).isEqualTo(Reason.COMMIT_TIMED_OUT);
      assertThat(refusal("o-1").getDetail()).isEqualTo("not confirmed in time by: delivery");
    }

    @Test
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
    void assignedArrivesAfterTheCoordinatorGaveUp() {
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

  /** Delivers all but delivery's events, so that its answer for o-1 is not read yet. */
  private void allButDeliveryAnswered() {
    given();
    place("o-1", "milk", 2);
    deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS, Topic.STORE_EVENTS);
  }
}
