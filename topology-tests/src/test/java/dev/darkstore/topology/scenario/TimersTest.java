package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deadlines of reservations, two minutes after a participant made them. */
@DisplayName("Deadlines of reservations")
class TimersTest extends Scenario {

  @Nested
  @DisplayName("Commit around the deadline of a reservation")
  class CommitAroundTheDeadline {

    @ParameterizedTest
    @DisplayName("A Commit is decided by the deadline of the reservation and not by the tick")
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            applied at, ms | tick before it    | store events                         | outcome
            119999         | no                | Assigned                             | OrderPlaced
            119999         | yes               | Assigned                             | OrderPlaced
            120000         | no                | ReservationExpired, AssignmentFailed | OrderRejected
            120000         | yes               | ReservationExpired, AssignmentFailed | OrderRejected
            120001         | no                | ReservationExpired, AssignmentFailed | OrderRejected
            120001         | yes               | ReservationExpired, AssignmentFailed | OrderRejected
            """)
    void isDecidedByTheDeadlineAndNotByTheTick(
        long appliedAtMillis, String tick, String events, String outcome) {
      orderThatIs(Phase.COMMITTING);
      deliver(Topic.DELIVERY_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);

      world.advance(Duration.ofMillis(appliedAtMillis));
      if (tick.equals("yes")) {
        world.tick(ServiceKind.STORE);
      }
      deliver(Topic.STORE_COMMANDS);
      world.start(ServiceKind.COORDINATOR);
      world.settle();

      assertThat(String.join(", ", storeEvents("o-1"))).startsWith("Reserved, " + events);
      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", outcome);
      if (outcome.equals("OrderRejected")) {
        assertThat(reason("o-1")).isEqualTo(Reason.RESERVATION_EXPIRED);
      }
    }

    @Test
    @DisplayName(
        "All Commits after the deadline fail, and the goods are released once without a tick")
    void allCommitsAfterTheDeadlineFailAndTheGoodsAreReleasedOnceWithoutATick() {
      sendThreeCommitsToTheStore();

      world.advance(HOLD);
      world.deliverAll(Topic.STORE_COMMANDS);

      assertThat(story("o-1"))
          .endsWith(
              """
              130 s      store-events            ReservationExpired RESERVATION_EXPIRED 2 milk
                         store-events            AssignmentFailed RESERVATION_EXPIRED
                         store-events            AssignmentFailed RESERVATION_EXPIRED
                         store-events            AssignmentFailed RESERVATION_EXPIRED
              """);
    }

    @Test
    @DisplayName("A Commit in time stays valid though its repeats arrive after the deadline")
    void aCommitInTimeStaysValidThoughItsRepeatsArriveAfterTheDeadline() {
      sendThreeCommitsToTheStore();

      // Ten seconds have passed while the Commits were sent.
      world.advance(HOLD.minusSeconds(10).minus(MILLISECOND));
      deliver(Topic.STORE_COMMANDS);
      world.advance(MILLISECOND);
      deliver(Topic.STORE_COMMANDS);
      world.tick(ServiceKind.STORE);
      deliver(Topic.STORE_COMMANDS);

      assertThat(storeEvents("o-1"))
          .containsExactly("Reserved", "Assigned", "Assigned", "Assigned");
    }

    @Test
    @DisplayName("A Commit after the deadline does not take goods of the next order")
    void aCommitAfterTheDeadlineDoesNotTakeGoodsOfTheNextOrder() {
      orderThatIs(Phase.COMMITTING);
      LoggedRecord commit = world.records(Topic.STORE_COMMANDS, 0).get(1);
      world.stop(ServiceKind.COORDINATOR);
      world.advance(HOLD);
      deliver(Topic.STORE_COMMANDS);
      world.start(ServiceKind.COORDINATOR);
      online("a-2");
      place("o-2", "milk", 5);
      world.settle();

      world.repeat(commit);
      world.settle();

      assertThat(storeEvents("o-1")).endsWith("AssignmentFailed");
      assertThat(orderEvents("o-2")).containsExactly("OrderReceived", "OrderPlaced");
    }

    private void sendThreeCommitsToTheStore() {
      orderThatIs(Phase.COMMITTING);
      runWithout(Duration.ofSeconds(10), Topic.STORE_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);
      assertThat(storeMessages("o-1")).containsExactly("Reserve", "Commit", "Commit", "Commit");
    }
  }

  @Nested
  @DisplayName("Expiry of a reservation")
  class Expiry {

    @Test
    @DisplayName("A reservation expires at the first tick that is not before its deadline")
    void comesAtTheFirstTickThatIsNotBeforeTheDeadline() {
      reserveAndStopTheCoordinator();

      world.advance(HOLD.minus(MILLISECOND));
      world.tick();
      assertThat(storeEvents("o-1")).containsExactly("Reserved");
      world.advance(MILLISECOND);
      world.tick();

      assertThat(storeEvents("o-1")).containsExactly("Reserved", "ReservationExpired");
      assertThat(deliveryEvents("o-1")).containsExactly("Reserved", "ReservationExpired");
    }

    @Test
    @DisplayName("The expiry of one branch while the other is reserving rejects the order")
    void ofOneBranchWhileTheOtherIsReservingRejectsTheOrder() {
      stock("milk", 5);
      online("a-1");
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS);
      // The coordinator stops before it can check its own deadline.
      world.stop(ServiceKind.COORDINATOR);
      world.advance(HOLD);
      world.tick(ServiceKind.STORE);
      world.start(ServiceKind.COORDINATOR);
      deliver(Topic.STORE_EVENTS, Topic.STORE_EVENTS);
      world.settle();

      assertThat(story("o-1"))
          .isEqualTo(
              """
              0 s        orders                  PlaceOrder
                         store-commands          Reserve
                         delivery-commands       Reserve
                         order-events            OrderReceived
                         store-events            Reserved 2 milk
              120 s      store-events            ReservationExpired RESERVATION_EXPIRED 2 milk
                         order-events            OrderRejected RESERVATION_EXPIRED
                         store-releases          Release 1
                         delivery-releases       Release 1
                         store-events            Released nothing
                         delivery-events         Reserved 1 a-1
                         delivery-events         Released 1 a-1
              """);
    }

    @Test
    @DisplayName("An assignment does not expire")
    void doesNotHappenAfterTheAssignment() {
      orderThatIs(Phase.PLACED);

      world.run(HOLD.multipliedBy(2));

      assertThat(storeEvents("o-1")).containsExactly("Reserved", "Assigned");
      assertThat(deliveryEvents("o-1")).containsExactly("Reserved", "Assigned");
    }

    @Test
    @DisplayName("A repeated Reserve does not postpone the expiry")
    void isNotPostponedByARepeatedReserve() {
      stock("milk", 5);
      online("a-1");
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);

      world.advance(HOLD.minus(MILLISECOND));
      world.repeat(world.records(Topic.STORE_COMMANDS, 0).get(0));
      world.advance(MILLISECOND);
      world.tick(ServiceKind.STORE);

      assertThat(storeEvents("o-1")).containsExactly("Reserved", "Reserved", "ReservationExpired");
    }

    @Test
    @DisplayName("A store's clock that jumps ahead rejects the order and affects nothing else")
    void byAClockThatJumpsAheadRejectsTheOrderAndAffectsNothingElse() {
      orderThatIs(Phase.COMMITTING);

      world.skew(ServiceKind.STORE, Duration.ofHours(1));
      world.settle();

      assertThat(storeEvents("o-1"))
          .containsExactly("Reserved", "ReservationExpired", "AssignmentFailed", "Released");
      assertThat(deliveryEvents("o-1")).containsExactly("Reserved", "Assigned", "Released");
      assertThat(reason("o-1")).isEqualTo(Reason.RESERVATION_EXPIRED);
    }

    @Test
    @DisplayName("A store's clock that falls behind delays the expiry and breaks no invariant")
    void byAClockThatFallsBehindComesLateAndBreaksNoInvariant() {
      orderThatIs(Phase.COMMITTING);
      world.skew(ServiceKind.STORE, Duration.ofMinutes(-10));

      runWithout(Duration.ofSeconds(15), Topic.STORE_COMMANDS);
      world.settle();

      assertThat(reason("o-1")).isEqualTo(Reason.COMMIT_TIMED_OUT);
      assertThat(storeEvents("o-1"))
          .containsExactly(
              "Reserved", "Assigned", "Released", "AssignmentFailed", "AssignmentFailed");
    }

    private void reserveAndStopTheCoordinator() {
      stock("milk", 5);
      online("a-1");
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);
    }
  }

  @Nested
  @DisplayName("Many deadlines at once")
  class ManyAtOnce {
    private static final int MANY = 1_000;

    @Test
    @DisplayName("A thousand reservations expire in one millisecond, each of them once")
    void aThousandReservationsExpireInOneMillisecond() {
      world = new World(SETTINGS.withTick(Duration.ofMillis(100), 5_000));
      receiveThousandOrders();
      world.deliverAll(Topic.STORE_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);

      world.advance(HOLD.minus(MILLISECOND));
      world.tick(ServiceKind.STORE);
      assertThat(storeEventCount("ReservationExpired")).isZero();
      world.advance(MILLISECOND);
      world.tick(ServiceKind.STORE);
      assertThat(storeEventCount("ReservationExpired")).isEqualTo(MANY);
      nextTick(ServiceKind.STORE);

      assertThat(storeEventCount("ReservationExpired")).as("each once").isEqualTo(MANY);
    }

    @Test
    @DisplayName("A thousand orders time out in one millisecond, each of them once")
    void aThousandOrdersTimeOutInOneMillisecond() {
      receiveThousandOrders();
      world.stop(ServiceKind.STORE);
      world.stop(ServiceKind.DELIVERY);

      world.advance(Duration.ofSeconds(10));
      world.tick(ServiceKind.COORDINATOR);
      assertThat(rejected()).as("limit of one tick").isEqualTo(MANY / 2);
      nextTick(ServiceKind.COORDINATOR);
      assertThat(rejected()).isEqualTo(MANY);
      nextTick(ServiceKind.COORDINATOR);

      assertThat(rejected()).as("each once").isEqualTo(MANY);
    }

    @Test
    @DisplayName(
        "A tick processes a bounded number of deadlines, and records are processed between")
    void aTickIsBoundedAndRecordsAreProcessedBetweenTicks() {
      world = new World(SETTINGS.withTick(Duration.ofMillis(100), 400));
      receiveThousandOrders();
      world.deliverAll(Topic.STORE_COMMANDS);
      world.advance(HOLD);
      world.stop(ServiceKind.DELIVERY);

      int[] expired = new int[4];
      for (int tick = 0; tick < expired.length; tick++) {
        nextTick(ServiceKind.STORE);
        expired[tick] = storeEventCount("ReservationExpired");
        place("o-next-" + tick, "milk", 1);
        deliver(Topic.ORDERS, Topic.STORE_COMMANDS);
        assertThat(storeEvents("o-next-" + tick)).containsExactly("Reserved");
      }

      assertThat(expired).containsExactly(400, 800, 1_000, 1_000);
    }

    @Test
    @DisplayName("A Commit fails for a reservation that has expired but waits for its tick")
    void aCommitForAnExpiredReservationThatWaitsForItsTickFails() {
      world = new World(SETTINGS.withTick(Duration.ofMillis(100), 1));
      stock("milk", 5);
      onlineMany(3);
      for (int i = 1; i <= 3; i++) {
        place("o-" + i, "milk", 1);
      }
      settleWithout(Topic.STORE_EVENTS);
      world.deliverAll(Topic.STORE_EVENTS);
      world.stop(ServiceKind.COORDINATOR);

      world.advance(HOLD);
      world.tick(ServiceKind.STORE);
      world.deliverAll(Topic.STORE_COMMANDS);

      for (int i = 1; i <= 3; i++) {
        assertThat(storeEvents("o-" + i))
            .containsExactly("Reserved", "ReservationExpired", "AssignmentFailed");
      }
    }

    private void receiveThousandOrders() {
      stock("milk", 2 * MANY);
      for (int i = 0; i < MANY; i++) {
        place("o-" + i, "milk", 1);
      }
      world.deliverAll(Topic.ORDERS);
    }

    private void nextTick(ServiceKind service) {
      world.advance(world.settings().tick());
      world.tick(service);
    }

    private int rejected() {
      return (int)
          world.events(Topic.ORDER_EVENTS).stream()
              .filter(event -> event.body() instanceof OrderRejected)
              .count();
    }

    private int storeEventCount(String kind) {
      return (int)
          world.events(Topic.STORE_EVENTS).stream().filter(e -> e.kind().equals(kind)).count();
    }
  }
}
