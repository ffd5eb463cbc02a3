package dev.darkstore.topology.scenario;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import dev.darkstore.simulator.world.WorldSettings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/**
 * A story of one store and one zone, told with the three services' own topologies. Whatever
 * happened in it, in the end everything that must always hold is checked.
 */
abstract class Scenario {
  static final String STORE = "s-1";
  static final String ZONE = "z-1";
  static final Duration HOLD = Duration.ofMinutes(2);
  static final Duration MILLISECOND = Duration.ofMillis(1);

  /** Settings of a world; with nothing sent ahead of the commit if the system property says so. */
  static final WorldSettings SETTINGS =
      WorldSettings.DEFAULTS.withAhead(
          Boolean.parseBoolean(System.getProperty("darkstore.ahead", "true")));

  World world = new World(SETTINGS);

  /**
   * Invariants that the audit is bound to find broken in the end, because the story itself breaks a
   * rule.
   */
  final Set<Invariant> broken = EnumSet.noneOf(Invariant.class);

  @AfterEach
  void everythingHolds() {
    AlwaysHolds.onceQuiet(world, broken);
  }

  // Given.

  /** Goods that are there from the start. */
  void stock(String sku, int quantity) {
    world.stock(STORE, sku, quantity);
    world.deliverAll(Topic.STOCK_UPDATES);
  }

  /** Agents that are there from the start. */
  void online(String... agents) {
    for (String agent : agents) {
      world.online(ZONE, agent);
    }
    world.deliverAll(Topic.AGENT_UPDATES);
    world.deliverAll(Topic.AGENT_MOVES);
  }

  /** As many agents, a-1, a-2 …, that are there from the start. */
  void onlineMany(int count) {
    online(IntStream.rangeClosed(1, count).mapToObj(i -> "a-" + i).toArray(String[]::new));
  }

  /** Order o-1 of a world with five cartons of milk and one agent, brought to a phase. */
  void orderThatIs(Phase phase) {
    stock("milk", 5);
    online("a-1");
    switch (phase) {
      case RESERVING -> {
        place("o-1", "milk", 2);
        world.deliver(Topic.ORDERS);
      }
      case COMMITTING -> {
        place("o-1", "milk", 2);
        deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS);
        deliver(Topic.STORE_EVENTS, Topic.DELIVERY_EVENTS);
      }
      case RELEASING -> {
        place("o-1", "milk", 6);
        deliver(Topic.ORDERS, Topic.STORE_COMMANDS, Topic.DELIVERY_COMMANDS);
        deliver(Topic.STORE_EVENTS);
      }
      case PLACED -> {
        place("o-1", "milk", 2);
        world.settle();
      }
      case REJECTED -> {
        place("o-1", "milk", 6);
        world.settle();
      }
    }
  }

  // When.

  /** A customer places an order of one line. */
  LoggedRecord place(String orderId, String sku, int quantity) {
    return world.place(World.order(orderId, STORE, ZONE, World.line(sku, quantity)));
  }

  /** One record of each of these topics is processed, in this order. */
  void deliver(Topic... topics) {
    for (Topic topic : topics) {
      world.deliver(topic).orElseThrow(() -> new IllegalStateException("nothing on " + topic));
    }
  }

  /**
   * Everything goes on, without time passing, but nobody reads these topics. Where nobody reads the
   * commands of a participant, nobody reads its releases either, and where nobody reads its events,
   * nobody reads its votes.
   */
  void settleWithout(Topic... unread) {
    Set<Topic> skipped = EnumSet.copyOf(List.of(unread));
    if (skipped.contains(Topic.STORE_COMMANDS)) {
      skipped.add(Topic.STORE_RELEASES);
    }
    if (skipped.contains(Topic.DELIVERY_COMMANDS)) {
      skipped.add(Topic.DELIVERY_RELEASES);
    }
    if (skipped.contains(Topic.STORE_EVENTS)) {
      skipped.add(Topic.STORE_VOTES);
    }
    if (skipped.contains(Topic.DELIVERY_EVENTS)) {
      skipped.add(Topic.DELIVERY_VOTES);
    }
    int moved;
    do {
      moved = 0;
      for (Topic topic : Topic.values()) {
        if (ServiceKind.reading(topic).isPresent() && !skipped.contains(topic)) {
          moved += world.deliverAll(topic);
        }
      }
    } while (moved > 0);
  }

  /** Everything goes on for so long, but nobody reads these topics. */
  void runWithout(Duration duration, Topic... unread) {
    long endMillis = world.nowMillis() + duration.toMillis();
    settleWithout(unread);
    while (world.nowMillis() < endMillis) {
      long left = endMillis - world.nowMillis();
      world.advance(Duration.ofMillis(Math.min(left, world.settings().tick().toMillis())));
      world.tick();
      settleWithout(unread);
    }
  }

  /** The service dies and comes up again, with nothing but what it had committed. */
  void restart(ServiceKind service) {
    world.crash(service);
    world.start(service);
  }

  // Then.

  /** Returns the kinds of events that the customer received, in order. */
  List<String> told(String orderId) {
    return world.kinds(Topic.ORDER_EVENTS, orderId);
  }

  /** Why the customer was told no last. */
  Reason because(String orderId) {
    return refusal(orderId).getReason();
  }

  /** The no that the customer was told last. */
  Refusal refusal(String orderId) {
    List<Event> events =
        world.events(orderId).stream().filter(e -> e.topic() == Topic.ORDER_EVENTS).toList();
    Object last = events.get(events.size() - 1).body();
    if (last instanceof OrderRejected rejected) {
      return rejected.getRefusal();
    }
    if (last instanceof CancelRefused refused) {
      return refused.getRefusal();
    }
    throw new AssertionError("no refusal: " + last);
  }

  /**
   * Returns the kinds of messages that the coordinator sent to the store for the order, in order.
   */
  List<String> storeAsked(String orderId) {
    return kinds(orderId, Topic.STORE_COMMANDS, Topic.STORE_RELEASES);
  }

  /**
   * Returns the kinds of messages that the coordinator sent to delivery for the order, in order.
   */
  List<String> deliveryAsked(String orderId) {
    return kinds(orderId, Topic.DELIVERY_COMMANDS, Topic.DELIVERY_RELEASES);
  }

  private List<String> kinds(String orderId, Topic... topics) {
    Set<Topic> asked = Set.of(topics);
    return world.events(orderId).stream()
        .filter(event -> asked.contains(event.topic()))
        .map(Event::kind)
        .toList();
  }

  /** Returns the kinds of events that the store wrote for the order, in order. */
  List<String> storeSaid(String orderId) {
    return world.kinds(Topic.STORE_EVENTS, orderId);
  }

  /** Returns the kinds of events that delivery wrote for the order, in order. */
  List<String> deliverySaid(String orderId) {
    return world.kinds(Topic.DELIVERY_EVENTS, orderId);
  }

  /** The agents who were sent to bring the order. */
  List<String> sentTo(String orderId) {
    return world.events(orderId).stream()
        .filter(event -> event.topic() == Topic.DELIVERY_NOTIFICATIONS)
        .map(event -> ((DeliveryNotification) event.message()).getAgentId())
        .toList();
  }

  /** Why records went to the dead letters, in order. */
  List<String> deadLetters() {
    return world.events(Topic.DEAD_LETTERS).stream().map(Event::kind).toList();
  }

  /** The order's life, as text. */
  String story(String orderId) {
    return Story.of(world, orderId);
  }
}
