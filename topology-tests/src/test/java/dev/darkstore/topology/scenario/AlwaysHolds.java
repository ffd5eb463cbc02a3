package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.Service;
import dev.darkstore.simulator.world.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What must hold in every world once it is quiet, judged from its topics. */
final class AlwaysHolds {
  /** Longer than the hold, and than the longest pause between two Releases. */
  private static final int QUIET_AFTER_SECONDS = 200;

  private final World world;
  private final Map<String, Object> outcomes = new HashMap<>();
  private final Set<String> placed = new HashSet<>();

  private AlwaysHolds(World world) {
    this.world = world;
  }

  /** Lets the world come to rest, with every service up, and checks it. */
  static void onceQuiet(World world) {
    for (Service service : Service.values()) {
      world.start(service);
      world.commitsEachStep(service, true);
    }
    world.settle();
    for (int i = 0; i < QUIET_AFTER_SECONDS; i++) {
      world.advance(Duration.ofSeconds(1));
      world.tick();
      world.settle();
    }
    AlwaysHolds judge = new AlwaysHolds(world);
    judge.nothingIsLeftOpen();
    judge.everyOrderHasOneOutcome();
    judge.nobodyIsNotifiedUnlessPlaced();
    judge.goodsAndAgentAreTakenIfAndOnlyIfPlaced();
  }

  private void nothingIsLeftOpen() {
    assertThat(world.entries(Service.COORDINATOR, "open-transactions")).as("in flight").isZero();
    assertThat(world.entries(Service.STORE, "open-reservations")).as("goods held").isZero();
    assertThat(world.entries(Service.DELIVERY, "open-reservations")).as("agents held").isZero();
  }

  private void everyOrderHasOneOutcome() {
    for (Event told : world.events(Topic.ORDER_EVENTS)) {
      if (told.body() instanceof OrderPlaced || told.body() instanceof OrderRejected) {
        String orderId = told.orderId().orElseThrow();
        outcomes.putIfAbsent(orderId, told.body());
        assertThat(told.body()).as("told of " + orderId).isEqualTo(outcomes.get(orderId));
        if (told.body() instanceof OrderPlaced) {
          placed.add(orderId);
        }
      }
    }
    Set<String> deadLetters = Positions.ofDeadLetters(world);
    for (Event asked : world.events(Topic.ORDERS)) {
      if (asked.body() instanceof PlaceOrder
          && !deadLetters.contains(Positions.of(asked.record()))) {
        assertThat(outcomes).containsKey(asked.orderId().orElseThrow());
      }
    }
  }

  /** Once each, and not before the customer was told. */
  private void nobodyIsNotifiedUnlessPlaced() {
    Set<String> toldPlaced = new HashSet<>();
    Map<Topic, Set<String>> notified = new TreeMap<>();
    for (Topic topic : List.of(Topic.STORE_NOTIFICATIONS, Topic.DELIVERY_NOTIFICATIONS)) {
      notified.put(topic, new HashSet<>());
    }
    world.history().stream()
        .map(Event::of)
        .forEach(
            event -> {
              if (event.body() instanceof OrderPlaced) {
                toldPlaced.add(event.orderId().orElseThrow());
              } else if (notified.containsKey(event.topic())) {
                String orderId = event.orderId().orElseThrow();
                assertThat(toldPlaced).as("placed before %s", event.kind()).contains(orderId);
                assertThat(notified.get(event.topic()).add(orderId))
                    .as("%s of %s once", event.kind(), orderId)
                    .isTrue();
              }
            });
    notified.forEach((topic, ids) -> assertThat(ids).as(topic.topicName()).isEqualTo(placed));
  }

  private void goodsAndAgentAreTakenIfAndOnlyIfPlaced() {
    Map<String, Map<String, Long>> ordered = new HashMap<>();
    for (Event told : world.events(Topic.STORE_NOTIFICATIONS)) {
      Map<String, Long> lines = new HashMap<>();
      told.bodyAs(PickOrder.class)
          .getLines()
          .forEach(line -> lines.put(line.getSku(), (long) line.getQuantity()));
      ordered.put(told.orderId().orElseThrow(), lines);
    }
    assertThat(Goods.takenByOrder(world)).as("goods that orders have").isEqualTo(ordered);
    Map<String, String> told = new HashMap<>();
    for (Event event : world.events(Topic.DELIVERY_NOTIFICATIONS)) {
      told.put(event.orderId().orElseThrow(), Positions.keyOf(event.record()));
    }
    assertThat(Trips.agentByOrder(world)).as("agents that orders were given").isEqualTo(told);
  }
}
