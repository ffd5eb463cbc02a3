package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reason;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import dev.darkstore.simulator.world.WorldSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Restarts of services, with only the state in their changelogs. */
@DisplayName("Restarts of services")
class RestartTest extends Scenario {

  static Stream<Arguments> everyServiceInEveryPhase() {
    return WorldSettings.DEFAULTS.services().stream()
        .flatMap(
            service -> Arrays.stream(Phase.values()).map(phase -> Arguments.of(service, phase)));
  }

  @ParameterizedTest(name = "{0} restarts in phase {1}")
  @DisplayName("A crash of a service does not change the outcome of an order")
  @MethodSource("everyServiceInEveryPhase")
  void doesNotChangeTheOutcome(ServiceKind service, Phase phase) {
    orderThatIs(phase);

    restart(service);
    world.settle();

    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", endingOf(phase));
    world.duplicate(world.records(Topic.ORDERS, 0).get(0));
    world.settle();
    assertThat(orderEvents("o-1"))
        .containsExactly("OrderReceived", endingOf(phase), endingOf(phase));
  }

  @ParameterizedTest(name = "{0} restarts in phase {1}")
  @DisplayName("An orderly restart of a service does not change the outcome of an order")
  @MethodSource("everyServiceInEveryPhase")
  void afterAnOrderlyStopDoesNotChangeTheOutcome(ServiceKind service, Phase phase) {
    orderThatIs(phase);

    world.stop(service);
    world.run(Duration.ofSeconds(4));
    world.start(service);
    world.settle();

    assertThat(orderEvents("o-1")).containsExactly("OrderReceived", endingOf(phase));
  }

  @Test
  @DisplayName("A crash of all services at once does not change the outcome of an order")
  void ofAllServicesAtOnceDoesNotChangeTheOutcome() {
    for (Phase phase : Phase.values()) {
      world = new World(SETTINGS);
      orderThatIs(phase);

      for (ServiceKind service : ServiceKind.values()) {
        restart(service);
      }
      world.settle();

      assertThat(orderEvents("o-1")).containsExactly("OrderReceived", endingOf(phase));
      everythingHolds();
    }
  }

  /**
   * Crashes the service in the middle of each record that it processes: the record is rolled back.
   */
  @ParameterizedTest
  @DisplayName("A crash in the middle of any step rolls the step back")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PAYMENT")
  void inTheMiddleOfAnyStepRollsTheStepBack(ServiceKind service) {
    int steps = 0;
    for (boolean isDone = false; !isDone; steps++) {
      world = new World(SETTINGS);
      stock("milk", 5);
      online("a-1");
      place("o-1", "milk", 2);
      for (int step = 0; step < steps; step++) {
        isDone = step();
      }

      world.commitsEachStep(service, false);
      isDone |= step();
      restart(service);
      world.commitsEachStep(service, true);
      world.settle();

      assertThat(orderEvents("o-1"))
          .as("%s crashes in step %d", service, steps)
          .containsExactly("OrderReceived", "OrderPlaced");
      everythingHolds();
    }
    assertThat(steps).isGreaterThan(8);
  }

  @Nested
  @DisplayName("Timers after a restart")
  class ATimerContinues {

    @Test
    @DisplayName("The reserve timeout continues after a restart of the coordinator")
    void ofAnOrderThatIsReserving() {
      orderThatIs(Phase.RESERVING);
      world.stop(ServiceKind.STORE);
      world.run(Duration.ofSeconds(9));

      restart(ServiceKind.COORDINATOR);
      world.run(Duration.ofMillis(900));
      assertThat(orderEvents("o-1")).containsExactly("OrderReceived");
      world.run(Duration.ofMillis(100));

      assertThat(reason("o-1")).isEqualTo(Reason.RESERVE_TIMED_OUT);
    }

    @Test
    @DisplayName("The attempts of Commit continue after a restart of the coordinator")
    void ofAnOrderThatIsCommitting() {
      orderThatIs(Phase.COMMITTING);
      world.stop(ServiceKind.STORE);
      world.run(Duration.ofSeconds(9));

      restart(ServiceKind.COORDINATOR);
      world.run(Duration.ofSeconds(6));

      assertThat(storeMessages("o-1"))
          .containsExactly("Reserve", "Commit", "Commit", "Commit", "Release");
      assertThat(reason("o-1")).isEqualTo(Reason.COMMIT_TIMED_OUT);
    }

    @Test
    @DisplayName("The pauses of Release continue across restarts of the coordinator")
    void ofAnOrderThatIsReleasing() {
      orderThatIs(Phase.RELEASING);
      world.stop(ServiceKind.DELIVERY);
      for (int seconds = 0; seconds < 35; seconds++) {
        world.run(Duration.ofSeconds(1));
        restart(ServiceKind.COORDINATOR);
      }

      assertThat(story("o-1"))
          .endsWith(
              """
              5 s        delivery-releases       Release 2
              15 s       delivery-releases       Release 3
              35 s       delivery-releases       Release 4
              """);
    }

    @Test
    @DisplayName("Reservations expire in time across restarts of the participants")
    void ofGoodsAndAgentThatAreHeld() {
      orderThatIs(Phase.COMMITTING);
      world.stop(ServiceKind.COORDINATOR);
      for (int minute = 0; minute < 2; minute++) {
        world.advance(Duration.ofMinutes(1).minus(MILLISECOND));
        restart(ServiceKind.STORE);
        restart(ServiceKind.DELIVERY);
      }
      world.tick();
      assertThat(storeEvents("o-1")).containsExactly("Reserved");
      // A service that has just started checks its timers a tick later at the earliest.
      world.advance(world.settings().tick());
      world.tick();

      assertThat(storeEvents("o-1")).containsExactly("Reserved", "ReservationExpired");
      assertThat(deliveryEvents("o-1")).containsExactly("Reserved", "ReservationExpired");
    }
  }

  @Test
  @DisplayName("Free agents and the time since which they are free survive a restart")
  void keepsFreeAgentsAndSinceWhenTheyAreFree() {
    stock("milk", 5);
    for (String agent : new String[] {"a-3", "a-1", "a-2"}) {
      online(agent);
      world.advance(MILLISECOND);
    }
    place("o-1", "milk", 1);
    world.settle();
    restart(ServiceKind.DELIVERY);

    place("o-2", "milk", 1);
    world.settle();
    restart(ServiceKind.DELIVERY);
    world.delivered(ZONE, "a-3", "o-1");
    world.settle();
    restart(ServiceKind.DELIVERY);
    place("o-3", "milk", 1);
    place("o-4", "milk", 1);
    world.settle();

    assertThat(notifiedAgents("o-1")).containsExactly("a-3");
    assertThat(notifiedAgents("o-2")).containsExactly("a-1");
    assertThat(notifiedAgents("o-3")).containsExactly("a-2");
    assertThat(notifiedAgents("o-4")).containsExactly("a-3");
  }

  @Test
  @DisplayName("Supply survives a restart, and a repeated update still counts once")
  void keepsSupplyAndARepeatStillCountsOnce() {
    online("a-1");
    LoggedRecord supply = world.stock(STORE, "u-1", World.line("milk", 2));
    world.settle();
    restart(ServiceKind.STORE);

    world.duplicate(supply);
    place("o-1", "milk", 3);
    world.settle();

    assertThat(refusal("o-1").getDetail()).isEqualTo("milk: 3 wanted, 2 left");
  }

  @Test
  @DisplayName("A service that crashes before its first commit leaves no trace")
  void ofAServiceThatNeverCommittedLeavesNoTrace() {
    stock("milk", 5);
    online("a-1");
    world.commitsEachStep(ServiceKind.STORE, false);
    for (int i = 1; i <= 3; i++) {
      place("o-" + i, "milk", 5);
    }
    world.settle();

    restart(ServiceKind.STORE);
    assertThat(world.events(Topic.STORE_EVENTS)).isEmpty();
    world.settle();
    world.commit(ServiceKind.STORE);
    world.settle();
    world.commit(ServiceKind.STORE);
    world.settle();

    assertThat(storeEvents("o-1")).startsWith("Reserved");
    assertThat(reason("o-2")).isEqualTo(Reason.NO_AGENT_AVAILABLE);
  }

  /** Processes the next record; returns true if there is none. */
  private boolean step() {
    for (Topic topic : Installation.DEFAULT.topics()) {
      if (ServiceKind.reading(topic).isPresent() && world.deliver(topic).isPresent()) {
        return false;
      }
    }
    return true;
  }

  private static String endingOf(Phase phase) {
    return switch (phase) {
      case RESERVING, COMMITTING, PLACED -> "OrderPlaced";
      case RELEASING, REJECTED -> "OrderRejected";
    };
  }
}
