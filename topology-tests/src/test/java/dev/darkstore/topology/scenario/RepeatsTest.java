package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.Commit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Release;
import dev.darkstore.events.Reserve;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios in which a message is sent twice, or arrives in another order than was meant. */
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
  class TheCustomerPlacesTheSameLinesInAnotherSequence {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            while the order is | the customer is told
            RESERVING          | OrderReceived, OrderReceived, OrderPlaced
            PLACED             | OrderReceived, OrderPlaced, OrderPlaced
            """)
    void andItIsTheSameOrder(Phase phase, String told) {
      stock("milk", 5);
      stock("bread", 5);
      online("a-1");
      world.place(World.order("o-1", STORE, ZONE, World.line("milk", 1), World.line("bread", 2)));
      if (phase == Phase.PLACED) {
        world.settle();
      } else {
        deliver(Topic.ORDERS);
      }

      world.place(World.order("o-1", STORE, ZONE, World.line("bread", 2), World.line("milk", 1)));
      world.settle();

      assertThat(told("o-1")).containsExactly(told.split(", "));
      assertThat(deadLetters()).isEmpty();
      assertThat(world.events(Topic.STORE_NOTIFICATIONS))
          .singleElement()
          .extracting(event -> ((PickOrder) event.body()).getLines())
          .as("picked in the sequence that was given first")
          .isEqualTo(List.of(new OrderLine("milk", 1), new OrderLine("bread", 2)));
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
      assertThat(deadLetters()).containsExactly("ORDER_ID_REUSED");
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
            to      | when the branch is | with               | because (store)     | because (delivery)
            Reserve | UNKNOWN            | Reserved           |                     |
            Reserve | RESERVED           | Reserved           |                     |
            Reserve | ASSIGNED           | Reserved           |                     |
            Reserve | RELEASED           | ReservationRefused | ALREADY_RELEASED    | ALREADY_RELEASED
            Reserve | EXPIRED            | ReservationExpired | RESERVATION_EXPIRED | RESERVATION_EXPIRED
            Reserve | REFUSED            | ReservationRefused | OUT_OF_STOCK        | NO_AGENT_AVAILABLE
            Commit  | UNKNOWN            | AssignmentFailed   | NOT_RESERVED        | NOT_RESERVED
            Commit  | RESERVED           | Assigned           |                     |
            Commit  | ASSIGNED           | Assigned           |                     |
            Commit  | RELEASED           | AssignmentFailed   | ALREADY_RELEASED    | ALREADY_RELEASED
            Commit  | EXPIRED            | AssignmentFailed   | RESERVATION_EXPIRED | RESERVATION_EXPIRED
            Commit  | REFUSED            | AssignmentFailed   | OUT_OF_STOCK        | NO_AGENT_AVAILABLE
            Release | UNKNOWN            | Released           |                     |
            Release | RESERVED           | Released           |                     |
            Release | ASSIGNED           | Released           |                     |
            Release | RELEASED           | Released           |                     |
            Release | EXPIRED            | Released           |                     |
            Release | REFUSED            | Released           |                     |
            """)
    void withTheSameHoweverOftenItIsAsked(
        String command, String state, String answer, String storesReason, String deliverysReason) {
      broken.add(Invariant.CAUSE); // Nobody placed the order: the test is its coordinator.
      stock("milk", state.equals("REFUSED") ? 1 : 5);
      onlineMany(state.equals("REFUSED") ? 0 : 1);

      asksTwice(Branch.STORE, command, state, answer, storesReason);
      asksTwice(Branch.DELIVERY, command, state, answer, deliverysReason);
    }

    private void asksTwice(
        Branch branch, String command, String state, String answer, String reason) {
      bringTo(branch, state);
      int before = world.events(branch.events).size();

      command(branch, command);
      command(branch, command);

      List<Event> all = world.events(branch.events);
      List<Event> answers = all.subList(before, all.size());
      assertThat(answers).extracting(Event::kind).containsExactly(answer, answer);
      if (reason != null) {
        assertThat(answers).allSatisfy(a -> assertThat(a.body().toString()).contains(reason));
      }
      command(branch, "Release");
    }

    private void bringTo(Branch branch, String state) {
      switch (state) {
        case "UNKNOWN" -> {}
        case "RESERVED", "REFUSED" -> command(branch, "Reserve");
        case "ASSIGNED" -> {
          command(branch, "Reserve");
          command(branch, "Commit");
        }
        case "RELEASED" -> {
          command(branch, "Reserve");
          command(branch, "Release");
        }
        case "EXPIRED" -> {
          command(branch, "Reserve");
          world.advance(HOLD);
          world.tick();
        }
        default -> throw new IllegalArgumentException(state);
      }
    }
  }

  @Nested
  class ReleaseAndReserve {

    @Test
    void beforeReserveMakesTheOrderImpossible() {
      stock("milk", 5);
      online("a-1");
      command(Branch.STORE, "Release");

      place("o-1", "milk", 2);
      world.settle();

      assertThat(story("o-1"))
          .isEqualTo(
              """
              0 s        store-releases          Release 1
                         store-events            Released nothing
                         orders                  PlaceOrder
                         store-commands          Reserve
                         delivery-commands       Reserve
                         order-events            OrderReceived
                         store-events            ReservationRefused ALREADY_RELEASED
                         delivery-events         Reserved 1 a-1
                         order-events            OrderRejected ALREADY_RELEASED
                         delivery-releases       Release 1
                         delivery-events         Released 1 a-1
              """);
    }

    @Test
    void thatIsReadAgainAfterTheNextOrderTookTheGoodsGivesNothingBack() {
      orderThatIs(Phase.RESERVING);
      world.cancel("o-1");
      world.settle();
      LoggedRecord release = world.records(Topic.STORE_RELEASES, 0).get(0);
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
        world = new World(SETTINGS);
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
        if (ServiceKind.reading(topic).isPresent() && world.backlog(topic) > 0) {
          read.add(world.deliver(topic).orElseThrow());
          return false;
        }
      }
      return true;
    }
  }

  /** Whom the coordinator tells what to do. */
  private enum Branch {
    STORE(Topic.STORE_COMMANDS, Topic.STORE_RELEASES, Topic.STORE_EVENTS, Scenario.STORE),
    DELIVERY(Topic.DELIVERY_COMMANDS, Topic.DELIVERY_RELEASES, Topic.DELIVERY_EVENTS, ZONE);

    private final Topic commands;
    private final Topic releases;
    private final Topic events;
    private final String key;

    Branch(Topic commands, Topic releases, Topic events, String key) {
      this.commands = commands;
      this.releases = releases;
      this.events = events;
      this.key = key;
    }
  }

  /** The coordinator says something about o-1 to a branch, and the branch obeys. */
  private void command(Branch branch, String kind) {
    if (kind.equals("Release")) {
      world.append(
          branch.releases,
          branch.key,
          EventCodec.BRANCH_RELEASES.encode(
              new BranchRelease("o-1", branch.key, 0L, new Release(1))));
      deliver(branch.releases);
      return;
    }
    Object body =
        switch (kind) {
          case "Reserve" ->
              new Reserve(
                  HOLD.toMillis(), "c-1", Scenario.STORE, ZONE, List.of(new OrderLine("milk", 2)));
          case "Commit" -> new Commit(1);
          default -> throw new IllegalArgumentException(kind);
        };
    world.append(
        branch.commands,
        branch.key,
        EventCodec.BRANCH_COMMANDS.encode(new BranchCommand("o-1", branch.key, 0L, body)));
    deliver(branch.commands);
  }
}
