package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reason;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.ServiceKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Outages of a service that last longer than an order can wait. */
@DisplayName("Outages of a service")
class OutagesTest extends Scenario {

  @Test
  @DisplayName("A participant releases an order that was rejected during its outage")
  void aParticipantReleasesAnOrderThatWasRejectedDuringItsOutage() {
    orderThatIs(Phase.COMMITTING);
    world.stop(ServiceKind.STORE);
    world.run(Duration.ofSeconds(20));

    world.start(ServiceKind.STORE);
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
                       delivery-events         Assigned 1 a-1
            5 s        store-commands          Commit 2
            10 s       store-commands          Commit 3
            15 s       order-events            OrderRejected COMMIT_TIMED_OUT
                       store-releases          Release 1
                       delivery-releases       Release 1
                       delivery-events         Released 1 a-1
            20 s       store-releases          Release 2
                       store-events            Assigned 2 milk
                       store-events            Released 2 milk
                       store-events            AssignmentFailed ALREADY_RELEASED
                       store-events            Released nothing
                       store-events            AssignmentFailed ALREADY_RELEASED
            """);
  }

  @Test
  @DisplayName("A participant that reads all messages again after an outage repeats its replies")
  void aParticipantThatReadsAllMessagesAgainRepeatsItsReplies() {
    orderThatIs(Phase.COMMITTING);
    world.stop(ServiceKind.STORE);
    world.run(Duration.ofSeconds(16));
    world.start(ServiceKind.STORE);

    // Reserve, then Commit three times, then Release: all of it, twice.
    List<LoggedRecord> commands = List.copyOf(world.records(Topic.STORE_COMMANDS, 0));
    List<LoggedRecord> releases = List.copyOf(world.records(Topic.STORE_RELEASES, 0));
    commands.forEach(world::repeat);
    releases.forEach(world::repeat);
    world.settle();

    assertThat(storeMessages("o-1"))
        .containsExactly("Reserve", "Commit", "Commit", "Commit", "Release");
    assertThat(storeEvents("o-1"))
        .containsExactly(
            "Reserved", // before the outage
            "Reserved",
            "Assigned",
            "Assigned",
            "Assigned",
            "Released", // from here on repeated
            "AssignmentFailed",
            "Released",
            "AssignmentFailed",
            "AssignmentFailed");
    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderRejected");
  }

  @Test
  @DisplayName("Release is repeated with growing pauses until the participant is back")
  void releaseIsRepeatedWithGrowingPausesUntilTheParticipantIsBack() {
    stock("milk", 5);
    online("a-1");
    world.stop(ServiceKind.DELIVERY);
    place("o-1", "milk", 2);
    world.cancel("o-1");
    world.run(Duration.ofSeconds(200));

    world.start(ServiceKind.DELIVERY);
    world.run(Duration.ofMinutes(10));

    assertThat(story("o-1"))
        .isEqualTo(
            """
            0 s        orders                  PlaceOrder
                       orders                  CancelOrder
                       store-commands          Reserve
                       delivery-commands       Reserve
                       order-events            OrderReceived
                       store-events            Reserved 2 milk
                       order-events            OrderRejected CANCELLED
                       store-releases          Release 1
                       delivery-releases       Release 1
                       store-events            Released 2 milk
            5 s        delivery-releases       Release 2
            15 s       delivery-releases       Release 3
            35 s       delivery-releases       Release 4
            75 s       delivery-releases       Release 5
            135 s      delivery-releases       Release 6
            195 s      delivery-releases       Release 7
            200 s      delivery-events         Reserved 1 a-1
                       delivery-events         Released 1 a-1
                       delivery-events         Released nothing
                       delivery-events         Released nothing
                       delivery-events         Released nothing
                       delivery-events         Released nothing
                       delivery-events         Released nothing
                       delivery-events         Released nothing
            """);
  }

  @Test
  @DisplayName("An order with an early deadline does not wait for one with a late deadline")
  void anOrderWithANearDeadlineDoesNotWaitForOneWithAFarDeadline() {
    stock("milk", 5);
    world.stop(ServiceKind.DELIVERY);
    place("o-1", "milk", 2);
    world.cancel("o-1");
    // The next Release of o-1 is due after 195 seconds.
    world.run(Duration.ofSeconds(140));

    place("o-2", "milk", 2);
    world.run(Duration.ofSeconds(15));

    assertThat(story("o-2"))
        .contains("150 s      order-events            OrderRejected RESERVE_TIMED_OUT");
  }

  @Test
  @DisplayName("Release is repeated for a day if the participant is down")
  void releaseIsRepeatedForADay() {
    orderThatIs(Phase.COMMITTING);
    world.stop(ServiceKind.STORE);
    for (int minute = 0; minute < 24 * 60; minute++) {
      world.advance(Duration.ofMinutes(1));
      world.tick();
      world.settle();
    }
    assertThat(storeMessages("o-1").stream().filter("Release"::equals)).hasSizeGreaterThan(1_400);

    world.start(ServiceKind.STORE);
    world.settle();

    assertThat(storeEvents("o-1")).startsWith("Reserved", "ReservationExpired", "AssignmentFailed");
    assertThat(reason("o-1")).isEqualTo(Reason.COMMIT_TIMED_OUT);
  }

  /** Checks that assignments are remembered until Settle or Release, longer than outcomes are. */
  @ParameterizedTest
  @DisplayName("Assignments made before a long outage are released after it")
  @CsvSource({
    "COORDINATOR, 23",
    "STORE, 23",
    "DELIVERY, 23",
    "COORDINATOR, 97",
    "STORE, 97",
    "DELIVERY, 97"
  })
  void assignmentsMadeBeforeALongOutageAreReleasedAfterIt(ServiceKind down, int hours) {
    orderThatIs(Phase.COMMITTING);
    deliver(Topic.STORE_COMMANDS);
    world.stop(down);
    // In any case the other branch is not assigned, so the order cannot be placed.
    runWithout(Duration.ofSeconds(16), Topic.DELIVERY_COMMANDS);
    for (int hour = 1; hour <= hours; hour++) {
      place("o-hour-" + hour, "milk", 6); // Rejected; closed orders let earlier ones be forgotten.
      world.advance(Duration.ofHours(1));
      world.tick();
      settleWithout(Topic.DELIVERY_COMMANDS);
    }

    world.start(down);
    world.run(HOLD);
    place("o-2", "milk", 5);
    world.settle();

    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", "OrderRejected");
    assertThat(orderEvents("o-2")).containsExactly("OrderReceived", "OrderPlaced");
  }

  @ParameterizedTest
  @DisplayName("Orders of an outage are decided once the service is back, and the next is placed")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PAYMENT")
  void ordersOfAnOutageAreDecidedWhenTheServiceIsBackAndTheNextOneIsPlaced(ServiceKind down) {
    stock("milk", 5);
    online("a-1");
    world.stop(down);
    place("o-1", "milk", 5);
    world.run(Duration.ofMinutes(3));

    world.start(down);
    world.settle();
    place("o-2", "milk", 5);
    world.settle();

    assertThat(reason("o-1"))
        .isEqualTo(down == ServiceKind.COORDINATOR ? Reason.TOO_LATE : Reason.RESERVE_TIMED_OUT);
    assertThat(orderEvents("o-2")).containsExactly("OrderReceived", "OrderPlaced");
  }
}
