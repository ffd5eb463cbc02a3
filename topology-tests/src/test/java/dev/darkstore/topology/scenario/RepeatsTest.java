package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.Commit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Release;
import dev.darkstore.events.Reserve;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.Service;
import dev.darkstore.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same thing is said twice, or in another order than it was meant. */
class RepeatsTest extends Scenario {

  @Nested
  class TheCustomerPlacesTheSameOrderAgain {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            while the order is | the customer is told
            RESERVING          | OrderReceived
            COMMITTING         | OrderReceived
            RELEASING          | OrderRejected
            PLACED             | OrderPlaced
            REJECTED           | OrderRejected
            """)
    void andIsToldHowItStandsAndNothingElseHappens(Phase phase, String answer) {
      orderThatIs(phase);
      LoggedRecord order = world.records(Topic.ORDERS, 0).get(0);
      int before = world.history().size();

      world.duplicate(order);
      deliver(Topic.ORDERS);

      List<Event> since =
          world.history().subList(before, world.history().size()).stream().map(Event::of).toList();
      assertThat(since).extracting(Event::kind).containsExactly("PlaceOrder", answer);
    }
  }

  @Nested
  class AnotherOrderUnderTheSameId {

    @ParameterizedTest
    @EnumSource
    void goesToTheDeadLettersAndTheFirstGoesOnUndisturbed(Phase phase) {
      orderThatIs(phase);
      List<String> toldBefore = told("o-1");

      place("o-1", "milk", 1);
      deliver(Topic.ORDERS);

      assertThat(told("o-1")).isEqualTo(toldBefore);
      assertThat(world.events(Topic.DEAD_LETTERS))
          .singleElement()
          .satisfies(letter -> assertThat(letter.kind()).isEqualTo("ORDER_ID_REUSED"));
      world.settle();
      assertThat(told("o-1"))
          .containsExactly(
              "OrderReceived",
              phase == Phase.RELEASING || phase == Phase.REJECTED
                  ? "OrderRejected"
                  : "OrderPlaced");
    }
  }

  /** The table of a participant's answers, in whatever order commands come. */
  @Nested
  class AParticipantAnswers {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            to      | when the branch is | with               | because
            Reserve | UNKNOWN            | Reserved           |
            Reserve | RESERVED           | Reserved           |
            Reserve | ASSIGNED           | Reserved           |
            Reserve | RELEASED           | ReservationRefused | ALREADY_RELEASED
            Reserve | EXPIRED            | ReservationExpired | RESERVATION_EXPIRED
            Reserve | REFUSED            | ReservationRefused | OUT_OF_STOCK
            Commit  | UNKNOWN            | AssignmentFailed   | NOT_RESERVED
            Commit  | RESERVED           | Assigned           |
            Commit  | ASSIGNED           | Assigned           |
            Commit  | RELEASED           | AssignmentFailed   | ALREADY_RELEASED
            Commit  | EXPIRED            | AssignmentFailed   | RESERVATION_EXPIRED
            Commit  | REFUSED            | AssignmentFailed   | OUT_OF_STOCK
            Release | UNKNOWN            | Released           |
            Release | RESERVED           | Released           |
            Release | ASSIGNED           | Released           |
            Release | RELEASED           | Released           |
            Release | EXPIRED            | Released           |
            Release | REFUSED            | Released           |
            """)
    void withTheSameHoweverOftenItIsAsked(
        String command, String state, String answer, Reason reason) {
      stock("milk", state.equals("REFUSED") ? 1 : 5);
      branchThatIs(state);
      int before = storeSaid("o-1").size();

      command(command);
      command(command);

      List<String> answers = storeSaid("o-1");
      assertThat(answers.subList(before, answers.size())).containsExactly(answer, answer);
      if (reason != null) {
        assertThat(lastBody()).contains(reason.name());
      }
      command("Release");
    }

    private void branchThatIs(String state) {
      switch (state) {
        case "UNKNOWN" -> {}
        case "RESERVED", "REFUSED" -> command("Reserve");
        case "ASSIGNED" -> {
          command("Reserve");
          command("Commit");
        }
        case "RELEASED" -> {
          command("Reserve");
          command("Release");
        }
        case "EXPIRED" -> {
          command("Reserve");
          world.advance(HOLD);
          world.tick(Service.STORE);
        }
        default -> throw new IllegalArgumentException(state);
      }
    }

    private String lastBody() {
      List<Event> events = world.events(Topic.STORE_EVENTS);
      return events.get(events.size() - 1).body().toString();
    }
  }

  @Nested
  class ReleaseAndReserve {

    @Test
    void beforeReserveMakesTheOrderImpossible() {
      stock("milk", 5);
      online("a-1");
      command("Release");

      place("o-1", "milk", 2);
      world.settle();

      assertThat(story("o-1"))
          .isEqualTo(
              """
              0 s        store-commands          Release 1
                         store-events            Released nothing
                         orders                  PlaceOrder
                         store-commands          Reserve
                         delivery-commands       Reserve
                         order-events            OrderReceived
                         store-events            ReservationRefused ALREADY_RELEASED
                         delivery-events         Reserved 1 a-1
                         order-events            OrderRejected ALREADY_RELEASED
                         delivery-commands       Release 1
                         delivery-events         Released 1 a-1
              """);
    }

    @Test
    void thatIsReadAgainAfterTheNextOrderTookTheGoodsGivesNothingBack() {
      orderThatIs(Phase.RESERVING);
      world.cancel("o-1");
      world.settle();
      LoggedRecord release = world.records(Topic.STORE_COMMANDS, 0).get(1);
      place("o-2", "milk", 5);
      world.settle();

      world.repeat(release);
      place("o-3", "milk", 1);
      world.settle();

      assertThat(told("o-2")).endsWith("OrderPlaced");
      assertThat(because("o-3")).isEqualTo(Reason.OUT_OF_STOCK);
    }
  }

  /** Whatever was processed before, at every step of an order's life, is processed once more. */
  @Nested
  class EverythingReadSoFarIsReadAgainAtEveryStep {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            of an order that is | for, milk
            placed              | 2
            rejected            | 6
            """)
    void andTheOrderEndsAsItWould(String ending, int quantity) {
      int steps = 0;
      boolean isDone = false;
      while (!isDone) {
        world = new World();
        stock("milk", 5);
        online("a-1");
        place("o-1", "milk", quantity);
        List<LoggedRecord> read = new ArrayList<>();
        while (read.size() < steps && !isDone) {
          isDone = step(read);
        }

        read.forEach(world::repeat);
        world.settle();

        assertThat(told("o-1")).as("after %d steps", steps).endsWith(ending(quantity));
        everythingHolds();
        steps++;
      }
      assertThat(steps).as("steps of an order that is " + ending).isGreaterThan(6);
    }

    private String ending(int quantity) {
      return quantity == 2 ? "OrderPlaced" : "OrderRejected";
    }

    /** The next record is processed; true if there is none. */
    private boolean step(List<LoggedRecord> read) {
      for (Topic topic : Topic.values()) {
        if (Service.reading(topic).isPresent() && world.backlog(topic) > 0) {
          read.add(world.deliver(topic).orElseThrow());
          return false;
        }
      }
      return true;
    }
  }

  /** The coordinator says something to the store about o-1, and the store obeys. */
  private void command(String kind) {
    Object body =
        switch (kind) {
          case "Reserve" ->
              new Reserve(HOLD.toMillis(), "c-1", STORE, ZONE, List.of(new OrderLine("milk", 2)));
          case "Commit" -> new Commit(1);
          case "Release" -> new Release(1);
          default -> throw new IllegalArgumentException(kind);
        };
    world.append(
        Topic.STORE_COMMANDS,
        STORE,
        EventCodec.BRANCH_COMMANDS.encode(new BranchCommand("o-1", STORE, body)));
    deliver(Topic.STORE_COMMANDS);
  }
}
