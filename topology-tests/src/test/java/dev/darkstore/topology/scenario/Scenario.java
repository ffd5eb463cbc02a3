package dev.darkstore.topology.scenario;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import dev.darkstore.simulator.world.WorldSettings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;

/**
 * Scenario of one store and one zone, run on the three services' own topologies. After every test,
 * all that must always hold is checked.
 */
abstract class Scenario {
  static final String STORE = "s-1";
  static final String ZONE = "z-1";
  static final Duration HOLD = Duration.ofMinutes(2);
  static final Duration MILLISECOND = Duration.ofMillis(1);

  /** Settings of every world; a system property disables messages sent ahead of the commit. */
  static final WorldSettings SETTINGS =
      WorldSettings.DEFAULTS.withAhead(
          Boolean.parseBoolean(System.getProperty("darkstore.ahead", "true")));

  World world = new World(SETTINGS);

  /**
   * Invariants that the audit must find broken in the end, because the scenario itself breaks a
   * rule.
   */
  final Set<Invariant> broken = EnumSet.noneOf(Invariant.class);

  @AfterEach
  void everythingHolds() {
    AlwaysHolds.onceQuiet(world, broken);
  }

  // Given.

  /** Adds stock to the store, and delivers the update. */
  void stock(String sku, int quantity) {
    world.stock(STORE, sku, quantity);
    world.deliverAll(Topic.STOCK_UPDATES);
  }

  /** Brings agents online in the zone, and delivers the updates. */
  void online(String... agents) {
    for (String agent : agents) {
      world.online(ZONE, agent);
    }
    world.deliverAll(Topic.AGENT_UPDATES);
    world.deliverAll(Topic.AGENT_MOVES);
  }

  /** Brings this many agents online: a-1, a-2, … */
  void onlineMany(int count) {
    online(IntStream.rangeClosed(1, count).mapToObj(i -> "a-" + i).toArray(String[]::new));
  }

  /**
   * Places order o-1 in a world with five cartons of milk and one agent, and runs it to a phase.
   */
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

  /** Places an order of one line. */
  LoggedRecord place(String orderId, String sku, int quantity) {
    return world.place(World.order(orderId, STORE, ZONE, World.line(sku, quantity)));
  }

  /** Writes the record again, to the wrong one of two partitions. */
  void writeToWrongPartition(LoggedRecord record) {
    world.append(
        record.topic(), 1 - record.partition(), record.key(), record.value(), new RecordHeaders());
  }

  /** Delivers one record of each of these topics, in this order. */
  void deliver(Topic... topics) {
    for (Topic topic : topics) {
      world.deliver(topic).orElseThrow(() -> new IllegalStateException("nothing on " + topic));
    }
  }

  /**
   * Runs the services until nothing is pending, at a fixed time, without reading these topics.
   * Without the commands of a participant its releases are not read either, and without its events
   * its votes are not.
   */
  void settleWithout(Topic... unread) {
    Set<Topic> skipped = new HashSet<>(List.of(unread));
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
      for (Topic topic : Installation.DEFAULT.topics()) {
        if (ServiceKind.reading(topic).isPresent() && !skipped.contains(topic)) {
          moved += world.deliverAll(topic);
        }
      }
    } while (moved > 0);
  }

  /** Runs the services for this long, without reading these topics. */
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

  /** Crashes and starts the service; only its committed state is left. */
  void restart(ServiceKind service) {
    world.crash(service);
    world.start(service);
  }

  // Then.

  /** Returns the kinds of events that the customer received, in order. */
  List<String> orderEvents(String orderId) {
    return world.kinds(Topic.ORDER_EVENTS, orderId);
  }

  /** Returns the reason of the last refusal that the customer received. */
  Reason reason(String orderId) {
    return refusal(orderId).getReason();
  }

  /** Returns the last refusal that the customer received. */
  Refusal refusal(String orderId) {
    List<Event> events =
        world.events(orderId).stream().filter(e -> e.topic().equals(Topic.ORDER_EVENTS)).toList();
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
  List<String> storeMessages(String orderId) {
    return kinds(orderId, Topic.STORE_COMMANDS, Topic.STORE_RELEASES);
  }

  /**
   * Returns the kinds of messages that the coordinator sent to delivery for the order, in order.
   */
  List<String> deliveryMessages(String orderId) {
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
  List<String> storeEvents(String orderId) {
    return world.kinds(Topic.STORE_EVENTS, orderId);
  }

  /** Returns the kinds of events that delivery wrote for the order, in order. */
  List<String> deliveryEvents(String orderId) {
    return world.kinds(Topic.DELIVERY_EVENTS, orderId);
  }

  /** Returns the agents who were notified to deliver the order, in order. */
  List<String> notifiedAgents(String orderId) {
    return world.events(orderId).stream()
        .filter(event -> event.topic().equals(Topic.DELIVERY_NOTIFICATIONS))
        .map(event -> ((DeliveryNotification) event.message()).getAgentId())
        .toList();
  }

  /** Returns the reasons of the dead letters, in order. */
  List<String> deadLetters() {
    return world.events(Topic.DEAD_LETTERS).stream().map(Event::kind).toList();
  }

  /** Returns the order's events as text. */
  String story(String orderId) {
    return Story.of(world, orderId);
  }
}
