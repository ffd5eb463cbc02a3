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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reservations run out: two minutes after a participant took something for an order. */
class TimersTest extends Scenario {

  @Nested
  class CommitAroundTheTimer {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            applied at, ms | a tick came round | the store says                       | the customer is told
            119999         | no                | Assigned                             | OrderPlaced
            119999         | yes               | Assigned                             | OrderPlaced
            120000         | no                | ReservationExpired, AssignmentFailed | OrderRejected
            120000         | yes               | ReservationExpired, AssignmentFailed | OrderRejected
            120001         | no                | ReservationExpired, AssignmentFailed | OrderRejected
            120001         | yes               | ReservationExpired, AssignmentFailed | OrderRejected
            """)
    void isJudgedByTheTimerAndNotByTheTick(
        long appliedAtMillis, String tick, String storeSays, String outcome) {
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

      assertThat(String.join(", ", storeSaid("o-1"))).startsWith("Reserved, " + storeSays);
      assertThat(told("o-1")).containsExactly("OrderReceived", outcome);
      if (outcome.equals("OrderRejected")) {
        assertThat(because("o-1")).isEqualTo(Reason.RESERVATION_EXPIRED);
      }
    }

    @Test
    void allCommitsAfterTheTimerFailAndTheGoodsComeBackOnceThoughNoTickEverComes() {
      threeCommitsWaitForTheStore();

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
    void aCommitInTimeStaysGoodThoughItsRepeatsComeAfterTheTimer() {
      threeCommitsWaitForTheStore();

      // Ten seconds have passed while the Commits were sent.
      world.advance(HOLD.minusSeconds(10).minus(MILLISECOND));
      deliver(Topic.STORE_COMMANDS);
      world.advance(MILLISECOND);
      deliver(Topic.STORE_COMMANDS);
      world.tick(ServiceKind.STORE);
      deliver(Topic.STORE_COMMANDS);

      assertThat(storeSaid("o-1")).containsExactly("Reserved", "Assigned", "Assigned", "Assigned");
    }

    @Test
    void aCommitThatComesLateDoesNotTakeBackWhatTheNextOrderHasByThen() {
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

      assertThat(storeSaid("o-1")).endsWith("AssignmentFailed");
      assertThat(told("o-2")).containsExactly("OrderReceived", "OrderPlaced");
    }

    private void threeCommitsWaitForTheStore() {
      orderThatIs(Phase.COMMITTING);
      runWithout(Duration.ofSeconds(10), Topic.STORE_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);
      assertThat(storeAsked("o-1")).containsExactly("Reserve", "Commit", "Commit", "Commit");
    }
  }

  @Nested
  class Expiry {

    @Test
    void comesNoEarlierThanTheTimerAndAtTheNextTick() {
      reservedWhileTheCoordinatorIsDown();

      world.advance(HOLD.minus(MILLISECOND));
      world.tick();
      assertThat(storeSaid("o-1")).containsExactly("Reserved");
      world.advance(MILLISECOND);
      world.tick();

      assertThat(storeSaid("o-1")).containsExactly("Reserved", "ReservationExpired");
      assertThat(deliverySaid("o-1")).containsExactly("Reserved", "ReservationExpired");
    }

    @Test
    void ofOneBranchWhileTheOtherIsStillReservingEndsTheOrder() {
      stock("milk", 5);
      online("a-1");
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS);
      // Before the coordinator could look at its own deadline.
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
    void isNoMoreAfterTheAssignment() {
      orderThatIs(Phase.PLACED);

      world.run(HOLD.multipliedBy(2));

      assertThat(storeSaid("o-1")).containsExactly("Reserved", "Assigned");
      assertThat(deliverySaid("o-1")).containsExactly("Reserved", "Assigned");
    }

    @Test
    void isNotPutOffByARepeatedReserve() {
      stock("milk", 5);
      online("a-1");
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);

      world.advance(HOLD.minus(MILLISECOND));
      world.repeat(world.records(Topic.STORE_COMMANDS, 0).get(0));
      world.advance(MILLISECOND);
      world.tick(ServiceKind.STORE);

      assertThat(storeSaid("o-1")).containsExactly("Reserved", "Reserved", "ReservationExpired");
    }

    @Test
    void byAClockThatJumpedAheadCostsTheOrderAndNothingElse() {
      orderThatIs(Phase.COMMITTING);

      world.skew(ServiceKind.STORE, Duration.ofHours(1));
      world.settle();

      assertThat(storeSaid("o-1"))
          .containsExactly("Reserved", "ReservationExpired", "AssignmentFailed", "Released");
      assertThat(deliverySaid("o-1")).containsExactly("Reserved", "Assigned", "Released");
      assertThat(because("o-1")).isEqualTo(Reason.RESERVATION_EXPIRED);
    }

    @Test
    void byAClockThatFellBehindComesLateAndHarmsNobody() {
      orderThatIs(Phase.COMMITTING);
      world.skew(ServiceKind.STORE, Duration.ofMinutes(-10));

      runWithout(Duration.ofSeconds(15), Topic.STORE_COMMANDS);
      world.settle();

      assertThat(because("o-1")).isEqualTo(Reason.COMMIT_TIMED_OUT);
      assertThat(storeSaid("o-1"))
          .containsExactly(
              "Reserved", "Assigned", "Released", "AssignmentFailed", "AssignmentFailed");
    }

    private void reservedWhileTheCoordinatorIsDown() {
      stock("milk", 5);
      online("a-1");
      place("o-1", "milk", 2);
      deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);
    }
  }

  @Nested
  class ManyAtOnce {
    private static final int MANY = 1_000;

    @Test
    void aThousandReservationsRunOutInOneMillisecond() {
      world = new World(SETTINGS.withTick(Duration.ofMillis(100), 5_000));
      thousandOrdersTakenUp();
      world.deliverAll(Topic.STORE_COMMANDS);
      world.stop(ServiceKind.COORDINATOR);

      world.advance(HOLD.minus(MILLISECOND));
      world.tick(ServiceKind.STORE);
      assertThat(said("ReservationExpired")).isZero();
      world.advance(MILLISECOND);
      world.tick(ServiceKind.STORE);
      assertThat(said("ReservationExpired")).isEqualTo(MANY);
      nextTick(ServiceKind.STORE);

      assertThat(said("ReservationExpired")).as("each once").isEqualTo(MANY);
    }

    @Test
    void aThousandOrdersTimeOutInOneMillisecond() {
      thousandOrdersTakenUp();
      world.stop(ServiceKind.STORE);
      world.stop(ServiceKind.DELIVERY);

      world.advance(Duration.ofSeconds(10));
      world.tick(ServiceKind.COORDINATOR);
      assertThat(rejected()).as("as many as one tick may take").isEqualTo(MANY / 2);
      nextTick(ServiceKind.COORDINATOR);
      assertThat(rejected()).isEqualTo(MANY);
      nextTick(ServiceKind.COORDINATOR);

      assertThat(rejected()).as("each once").isEqualTo(MANY);
    }

    @Test
    void aTickTakesWhatItMayAndNormalTrafficGoesOnBetweenTicks() {
      world = new World(SETTINGS.withTick(Duration.ofMillis(100), 400));
      thousandOrdersTakenUp();
      world.deliverAll(Topic.STORE_COMMANDS);
      world.advance(HOLD);
      world.stop(ServiceKind.DELIVERY);

      int[] expired = new int[4];
      for (int tick = 0; tick < expired.length; tick++) {
        nextTick(ServiceKind.STORE);
        expired[tick] = said("ReservationExpired");
        place("o-next-" + tick, "milk", 1);
        deliver(Topic.ORDERS, Topic.STORE_COMMANDS);
        assertThat(storeSaid("o-next-" + tick)).containsExactly("Reserved");
      }

      assertThat(expired).containsExactly(400, 800, 1_000, 1_000);
    }

    @Test
    void aCommitForAReservationThatWaitsForItsTickFailsAllTheSame() {
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
        assertThat(storeSaid("o-" + i))
            .containsExactly("Reserved", "ReservationExpired", "AssignmentFailed");
      }
    }

    private void thousandOrdersTakenUp() {
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

    private int said(String kind) {
      return (int)
          world.events(Topic.STORE_EVENTS).stream().filter(e -> e.kind().equals(kind)).count();
    }
  }
}
