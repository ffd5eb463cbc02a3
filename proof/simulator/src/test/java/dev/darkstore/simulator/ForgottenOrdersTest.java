package dev.darkstore.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.planted.Decisions;
import dev.darkstore.planted.SoundParticipant;
import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.PlaceOrder;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.Agents;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.Stock;
import dev.darkstore.protocol.store.StockView;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.Topologies;
import dev.darkstore.simulator.world.World;
import dev.darkstore.simulator.world.WorldAudit;
import dev.darkstore.simulator.world.WorldSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Records of order o-1 are read again long after it was placed, delivered and forgotten. No random
 * run lasts that long, so these scenarios go step by step: with the production services, and with a
 * defect of an earlier version, which must be detected.
 */
@DisplayName("Long after an order is closed and forgotten")
class ForgottenOrdersTest {
  private static final String STORE = "s-1";
  private static final String ZONE = "z-1";
  private static final int HOURS = 4 * 24;

  @Test
  @DisplayName("its order, read again, is a dead letter and not a second outcome")
  void itsOrderIsNoSecondOutcome() {
    World sound = forgotten(Topologies.PRODUCTION);
    again(sound, Topic.ORDERS, 1);

    assertThat(told(sound)).containsExactly("OrderReceived", "OrderPlaced");
    assertThat(sound.events(Topic.DEAD_LETTERS))
        .extracting(Event::kind)
        .containsExactly("OLDER_THAN_RETENTION");

    World planted = forgotten(ForgottenOrdersTest::withoutRoomBelowTheRetention);
    again(planted, Topic.ORDERS, 1);

    assertThat(told(planted)).endsWith("OrderPlaced", "OrderRejected");
    assertThat(brokenIn(planted)).contains(Invariant.ONE_OUTCOME);
  }

  @Test
  @DisplayName("its Reserve and Commit, read again, take nothing")
  void itsRequestsTakeNothing() {
    World sound = forgotten(Topologies.PRODUCTION);
    again(sound, Topic.STORE_COMMANDS, 2);
    again(sound, Topic.DELIVERY_COMMANDS, 2);

    assertThat(sound.entries(ServiceKind.STORE, "open-reservations")).isZero();
    assertThat(sound.entries(ServiceKind.DELIVERY, "open-reservations")).isZero();
    assertThat(brokenIn(sound)).doesNotContain(Invariant.ATOMICITY);
    assertThat(isPlaced(sound, "o-2", 3)).isTrue();

    World planted = forgotten(new PlantedTopologies(new OldRequestsTaken(), false));
    again(planted, Topic.STORE_COMMANDS, 2);
    again(planted, Topic.DELIVERY_COMMANDS, 2);

    assertThat(brokenIn(planted)).contains(Invariant.ATOMICITY);
    assertThat(isPlaced(planted, "o-2", 3)).isFalse();
  }

  @Test
  @DisplayName("its id means a new order, also to participants who remember the first")
  void itsIdIsANewOrders() {
    World sound = forgotten(rememberedLonger(Topologies.PRODUCTION));
    assertThat(isPlaced(sound, "o-1", 2)).isTrue();

    assertThat(told(sound))
        .containsExactly("OrderReceived", "OrderPlaced", "OrderReceived", "OrderPlaced");
    assertThat(brokenIn(sound)).isEmpty();
    assertThat(isPlaced(sound, "o-2", 2)).as("both took their goods").isFalse();

    World planted =
        forgotten(rememberedLonger(new PlantedTopologies(new LivesNotToldApart(), false)));

    assertThat(isPlaced(planted, "o-1", 2)).isFalse();
    assertThat(brokenIn(planted)).contains(Invariant.STOCK, Invariant.AGENTS);
  }

  /**
   * Returns a world with five cartons of milk, two of them taken by o-1, followed by days of
   * rejected orders.
   */
  private static World forgotten(Topologies topologies) {
    World world = new World(WorldSettings.DEFAULTS.withTopologies(topologies));
    world.stock(STORE, "milk", 5);
    world.online(ZONE, "a-1");
    world.settle();
    assertThat(isPlaced(world, "o-1", 2)).isTrue();
    world.delivered(ZONE, "a-1", "o-1");
    for (int hour = 0; hour < HOURS; hour++) {
      place(world, "o-hour-" + hour, 6);
      world.settle();
      world.advance(Duration.ofHours(1));
      world.tick();
    }
    return world;
  }

  private static void place(World world, String orderId, int milk) {
    world.place(World.order(orderId, STORE, ZONE, World.line("milk", milk)));
  }

  private static boolean isPlaced(World world, String orderId, int milk) {
    place(world, orderId, milk);
    world.settle();
    List<String> told = world.kinds(Topic.ORDER_EVENTS, orderId);
    return told.get(told.size() - 1).equals("OrderPlaced");
  }

  private static List<String> told(World world) {
    return world.kinds(Topic.ORDER_EVENTS, "o-1");
  }

  /** Reads the first records of the topic, which concern o-1, again. */
  private static void again(World world, Topic topic, int records) {
    for (LoggedRecord record : List.copyOf(world.records(topic, 0).subList(0, records))) {
      world.repeat(record);
    }
    world.settle();
  }

  /** Shifts record times by an hour, which removes the margin below the retention. */
  private static ServiceTopology withoutRoomBelowTheRetention(
      ServiceKind service, CoordinatorTiming timing, TopologySettings settings) {
    Clock ahead = Clock.offset(settings.clock(), Duration.ofHours(1).plusMillis(1));
    return Topologies.PRODUCTION.build(
        service, timing, PlantedHole.with(settings, settings.retention(), ahead));
  }

  private static Topologies rememberedLonger(Topologies topologies) {
    return (service, timing, settings) ->
        topologies.build(
            service,
            timing,
            service == ServiceKind.COORDINATOR
                ? settings
                : PlantedHole.with(settings, Duration.ofDays(10), settings.clock()));
  }

  /** Participants that carry out Reserve independent of its age. */
  private static final class OldRequestsTaken implements Decisions {
    @Override
    public ParticipantDecisions<SkuStock> store(StockView view) {
      return new Taking<>(new Stock(view));
    }

    @Override
    public ParticipantDecisions<Agent> delivery(AgentsView view) {
      return new Taking<>(new Agents(view));
    }
  }

  private static final class Taking<C> extends SoundParticipant<C> {
    Taking(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      return super.decide(
          state,
          command instanceof BranchCommand.Reserve reserve
              ? new BranchCommand.Reserve(reserve.order(), reserve.holdMillis())
              : command,
          nowMillis);
    }
  }

  /** Coordinator whose transactions of one order id are equal for the participants. */
  private static final class LivesNotToldApart implements Decisions {
    @Override
    public CoordinatorDecisions coordinator(List<Branch> branches, CoordinatorTiming timing) {
      CoordinatorDecisions sound = Decisions.super.coordinator(branches, timing);
      return (state, message, nowMillis) ->
          sound.decide(
              state,
              message instanceof PlaceOrder place
                  ? new PlaceOrder(place.order(), 0, place.ageMillis())
                  : message,
              nowMillis);
    }
  }

  private static Set<Invariant> brokenIn(World world) {
    return WorldAudit.of(world).violationCounts().keySet();
  }
}
