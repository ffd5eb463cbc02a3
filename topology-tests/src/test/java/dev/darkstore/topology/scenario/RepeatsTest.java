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
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios in which a message is sent twice, or messages arrive out of order. */
@DisplayName("Repeated and reordered messages")
class RepeatsTest extends Scenario {

  @Nested
  @DisplayName("A repeated order")
  class TheCustomerPlacesTheSameOrderAgain {

    @ParameterizedTest
    @DisplayName("A repeated order is answered with its state, and nothing else happens")
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            phase of the order | order events
            RESERVING          | OrderReceived
            COMMITTING         | OrderReceived
            RELEASING          | OrderRejected
            PLACED             | OrderPlaced
            REJECTED           | OrderRejected
            """)
    void andReceivesItsStateAndNothingElseHappens(Phase phase, String answer) {
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
  @DisplayName("A repeated order with its lines in another sequence")
  class TheCustomerPlacesTheSameLinesInAnotherSequence {

    @ParameterizedTest
    @DisplayName("An order that is repeated with its lines in another sequence is one order")
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            phase of the order | order events
            RESERVING          | OrderReceived, OrderReceived, OrderPlaced
            PLACED             | OrderReceived, OrderPlaced, OrderPlaced
            """)
    void andItIsOneOrder(Phase phase, String events) {
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

      assertThat(orderEvents("o-1")).containsExactly(events.split(", "));
      assertThat(deadLetters()).isEmpty();
      assertThat(world.events(Topic.STORE_NOTIFICATIONS))
          .singleElement()
          .extracting(event -> ((PickOrder) event.body()).getLines())
          .as("lines to pick, in their first sequence")
          .isEqualTo(List.of(new OrderLine("milk", 1), new OrderLine("bread", 2)));
    }
  }

  @Nested
  @DisplayName("Another order under a used id")
  class AnotherOrderUnderTheSameId {

    @ParameterizedTest
    @DisplayName(
        "Another order under a used id becomes a dead letter and does not affect the first")
    @EnumSource
    void becomesADeadLetterAndDoesNotAffectTheFirst(Phase phase) {
      orderThatIs(phase);
      List<String> eventsBefore = orderEvents("o-1");

      place("o-1", "milk", 1);
      deliver(Topic.ORDERS);

      assertThat(orderEvents("o-1")).isEqualTo(eventsBefore);
      assertThat(deadLetters()).containsExactly("ORDER_ID_REUSED");
      world.settle();
      assertThat(orderEvents("o-1"))
          .containsExactly(
              "OrderReceived",
              phase == Phase.RELEASING || phase == Phase.REJECTED
                  ? "OrderRejected"
                  : "OrderPlaced");
    }
  }

  /** Table of a participant's replies to commands in any order. */
  @Nested
  @DisplayName("Replies of a participant")
  class AParticipantReplies {

    @ParameterizedTest
    @DisplayName("A participant repeats its reply when a message is repeated")
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            command | state of branch    | reply              | reason (store)      | reason (delivery)
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
    void identicallyToARepeatedMessage(
        String command, String state, String answer, String storesReason, String deliverysReason) {
      broken.add(Invariant.CAUSE); // No order was placed: the test sends the messages.
      stock("milk", state.equals("REFUSED") ? 1 : 5);
      onlineMany(state.equals("REFUSED") ? 0 : 1);

      sendTwice(Branch.STORE, command, state, answer, storesReason);
      sendTwice(Branch.DELIVERY, command, state, answer, deliverysReason);
    }

    private void sendTwice(
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
  @DisplayName("Release out of order")
  class ReleaseOutOfOrder {

    @Test
    @DisplayName("Release before Reserve rejects the order")
    void beforeReserveRejectsTheOrder() {
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
    @DisplayName("A Release that is read again does not release the goods of the next order")
    void thatIsReadAgainDoesNotReleaseGoodsOfTheNextOrder() {
      orderThatIs(Phase.RESERVING);
      world.cancel("o-1");
      world.settle();
      LoggedRecord release = world.records(Topic.STORE_RELEASES, 0).get(0);
      place("o-2", "milk", 5);
      world.settle();

      world.repeat(release);
      place("o-3", "milk", 1);
      world.settle();

      assertThat(orderEvents("o-2")).endsWith("OrderPlaced");
      assertThat(reason("o-3")).isEqualTo(Reason.OUT_OF_STOCK);
    }
  }

  /** Scenarios in which all records are processed again, after each step of an order. */
  @Nested
  @DisplayName("All records are read again after each step")
  class AllRecordsAreReadAgainAfterEachStep {

    @ParameterizedTest
    @DisplayName("The outcome of an order is unchanged when all records are read again at any step")
    @CsvSource(
        delimiter = '|',
        useHeadersInDisplayName = true,
        textBlock =
            """
            outcome of order    | quantity
            placed              | 2
            rejected            | 6
            """)
    void andTheOutcomeIsUnchanged(String ending, int quantity) {
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

        assertThat(orderEvents("o-1")).as("after %d steps", steps).endsWith(ending(quantity));
        everythingHolds();
        steps++;
      }
      assertThat(steps).as("steps of an order that is " + ending).isGreaterThan(6);
    }

    private String ending(int quantity) {
      return quantity == 2 ? "OrderPlaced" : "OrderRejected";
    }

    /** Processes the next record; returns true if there is none. */
    private boolean step(List<LoggedRecord> read) {
      for (Topic topic : Installation.DEFAULT.topics()) {
        if (ServiceKind.reading(topic).isPresent() && world.backlog(topic) > 0) {
          read.add(world.deliver(topic).orElseThrow());
          return false;
        }
      }
      return true;
    }
  }

  /** Topics and record key of a branch. */
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

  /** Sends a message about o-1 to a branch, as the coordinator does, and delivers it. */
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
                  HOLD.toMillis(),
                  "c-1",
                  Scenario.STORE,
                  ZONE,
                  List.of(new OrderLine("milk", 2)),
                  Map.of());
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
