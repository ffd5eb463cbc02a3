package dev.darkstore.simulator;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Reserved;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Workload of external clients: customers, back offices, agents. Some of it is unreasonable, since
 * services must tolerate all of it.
 */
final class Workload {
  private static final int GAP_MAX_MILLIS = 80;
  private static final int FLOOD_ORDERS = 30;

  private final SeededRandom random;
  private final SimulationSettings settings;
  private final World world;
  private final Agenda agenda;
  private final Journal journal;
  private final UnusualRecords unusualRecords;
  private final List<String> stores = new ArrayList<>();
  private final List<String> zones = new ArrayList<>();
  private final List<String> skus = new ArrayList<>();
  private final List<String> agents = new ArrayList<>();
  private final Set<String> orderIds = new LinkedHashSet<>();
  private final Map<Integer, List<Fault>> extras = new HashMap<>();
  private boolean hasHotStore;
  private int updates;
  private long endMillis;

  Workload(
      SeededRandom random,
      SimulationSettings settings,
      World world,
      Agenda agenda,
      Journal journal) {
    this.random = random;
    this.settings = settings;
    this.world = world;
    this.agenda = agenda;
    this.journal = journal;
    this.unusualRecords = new UnusualRecords(random.split(), world);
  }

  /** Returns the orders that must get an outcome. */
  Collection<String> orderIds() {
    return orderIds;
  }

  /** Schedules all requests. */
  void plan() {
    names("s-", 1 + random.below(4), stores);
    names("z-", 1 + random.below(3), zones);
    names("k-", 2 + random.below(4), skus);
    for (String zone : zones) {
      names(zone + "/a-", 5 + random.below(12), agents);
    }
    stores.forEach(store -> skus.forEach(sku -> world.stock(store, sku, 30 + random.below(100))));
    agents.forEach(agent -> agent(agent, new AgentOnline()));
    planExtras();
    long atMillis = world.nowMillis();
    int arrivals = 0;
    int floods = random.below(settings.timesMax(Fault.FLOOD) + 1);
    while (arrivals < settings.orders()) {
      atMillis += random.below(GAP_MAX_MILLIS + 1);
      int together = 1;
      if (floods > 0 && random.below(settings.orders()) < 2 * floods) {
        floods--;
        together = Math.min(FLOOD_ORDERS, settings.orders() - arrivals);
        fired(Fault.FLOOD, together + " orders at once");
      }
      for (int i = 0; i < together; i++) {
        int number = arrivals++;
        agenda.at(atMillis, () -> place(number));
      }
    }
    endMillis = atMillis;
    agenda.at(world.nowMillis() + 100, this::supply);
  }

  /** Returns the time of the last order. */
  long endMillis() {
    return endMillis;
  }

  private void planExtras() {
    for (Fault fault :
        List.of(
            Fault.CANCELLATION,
            Fault.ORDER_REPEATED,
            Fault.ORDER_ID_REUSED,
            Fault.INVALID_RECORD,
            Fault.WRONG_PARTITION)) {
      int times = random.below(settings.timesMax(fault) + 1);
      for (int i = 0; i < times; i++) {
        extras
            .computeIfAbsent(random.below(settings.orders()), number -> new ArrayList<>())
            .add(fault);
      }
    }
    hasHotStore = random.below(settings.timesMax(Fault.HOT_STORE) + 1) > 0;
    if (hasHotStore) {
      fired(Fault.HOT_STORE, "most orders are for " + stores.get(0));
    }
  }

  private static void names(String prefix, int count, List<String> to) {
    for (int i = 0; i < count; i++) {
      to.add(prefix + i);
    }
  }

  private void place(int number) {
    Order order = order("o-" + number);
    orderIds.add(order.orderId());
    List<Fault> faults = extras.getOrDefault(number, List.of());
    LoggedRecord placed;
    if (faults.contains(Fault.WRONG_PARTITION) && unusualRecords.canMisroute()) {
      placed = unusualRecords.placeMisrouted(order);
      fired(Fault.WRONG_PARTITION, order.orderId() + " lies on partition " + placed.partition());
    } else {
      // Clients without Avro write JSON.
      placed =
          random.percent(20)
              ? world.append(Topic.ORDERS, order.orderId(), unusualRecords.json(order))
              : world.place(order);
    }
    for (Fault fault : faults) {
      follow(fault, order, placed);
    }
  }

  private void follow(Fault fault, Order order, LoggedRecord placed) {
    String orderId = order.orderId();
    switch (fault) {
      case CANCELLATION ->
          later(
              600,
              () -> {
                fired(fault, orderId);
                world.cancel(orderId);
              });
      case ORDER_REPEATED ->
          later(
              4_000,
              () -> {
                fired(fault, orderId);
                world.duplicate(placed);
              });
      case ORDER_ID_REUSED ->
          later(
              2_000,
              () -> {
                fired(fault, orderId);
                world.place(order(orderId));
              });
      case INVALID_RECORD -> fired(fault, unusualRecords.write(orderIds::add));
      case WRONG_PARTITION -> {}
      default -> throw new IllegalStateException("no customer does " + fault);
    }
  }

  private Order order(String orderId) {
    List<OrderLine> lines = new ArrayList<>();
    int first = random.below(skus.size());
    int count = 1 + random.below(Math.min(3, skus.size()));
    for (int i = 0; i < count; i++) {
      lines.add(new OrderLine(skus.get((first + i) % skus.size()), 1 + random.below(3)));
    }
    if (random.percent(2)) {
      lines.add(new OrderLine("never-stocked", 1));
    }
    String store = hasHotStore && random.percent(70) ? stores.get(0) : random.oneOf(stores);
    return new Order(
        orderId,
        "c-" + random.below(50),
        random.percent(1) ? "no-such-store" : store,
        random.oneOf(zones),
        lines);
  }

  /** Schedules supply: goods are received and written off, agents go online and offline. */
  private void supply() {
    if (world.nowMillis() < endMillis) {
      later(300, this::supply);
    }
    String store = random.oneOf(stores);
    String sku = random.oneOf(skus);
    switch (random.below(4)) {
      case 0, 1 -> {
        OrderLine line = new OrderLine(sku, 1 + random.below(20));
        repeatable(world.stock(store, updateId(), line));
      }
      case 2 -> {
        if (random.percent(30)) {
          world.writeOff(store, sku, 1 + random.below(4));
        } else {
          world.stock(store, sku, 1 + random.below(10));
        }
      }
      default -> {
        String agent = random.oneOf(agents);
        if (random.percent(40)) {
          roam(agent);
        } else {
          agent(agent, random.percent(30) ? new AgentOffline() : new AgentOnline());
        }
      }
    }
  }

  /** Sets an agent online or offline in a random zone, independent of other zones. */
  private void roam(String agent) {
    agent(
        random.oneOf(zones),
        idOf(agent),
        random.percent(20) ? new AgentOffline() : new AgentOnline());
  }

  private LoggedRecord agent(String agent, Object body) {
    return agent(homeOf(agent), idOf(agent), body);
  }

  private static String homeOf(String agent) {
    return agent.substring(0, agent.indexOf('/'));
  }

  private static String idOf(String agent) {
    return agent.replace('/', '.');
  }

  private LoggedRecord agent(String zone, String agentId, Object body) {
    String updateId = random.percent(50) ? updateId() : null;
    LoggedRecord record = world.agent(zone, updateId, agentId, body);
    if (updateId != null) {
      repeatable(record);
    }
    return record;
  }

  private void repeatable(LoggedRecord record) {
    if (random.below(100) < settings.timesMax(Fault.SUPPLY_REPEATED)) {
      later(
          2_000,
          () -> {
            fired(Fault.SUPPLY_REPEATED, record.topic() + " offset " + record.offset());
            world.duplicate(record);
          });
    }
  }

  private String updateId() {
    return "u-" + updates++;
  }

  /**
   * Reacts to the services' events: an agent delivers the order, or goes to another zone in the
   * meantime.
   */
  void reactTo(Event event) {
    if (event.topic().equals(Topic.DELIVERY_EVENTS) && random.percent(4)) {
      heldOf(event.body())
          .forEach(unit -> later(60, () -> agent(random.oneOf(zones), unit, new AgentOnline())));
    }
    if (event.topic().equals(Topic.DELIVERY_NOTIFICATIONS) && !random.percent(2)) {
      DeliveryNotification notification = (DeliveryNotification) event.message();
      String zone = event.bodyAs(DeliverOrder.class).getZoneId();
      agenda.at(
          world.nowMillis() + random.between(100, 800),
          () -> world.delivered(zone, notification.getAgentId(), notification.getOrderId()));
    }
  }

  private static List<String> heldOf(Object body) {
    List<HeldUnit> holding =
        body instanceof Reserved reserved
            ? reserved.getHolding()
            : body instanceof Assigned assigned ? assigned.getHolding() : List.of();
    return holding.stream().map(HeldUnit::getUnit).toList();
  }

  private void later(int millisMax, Runnable action) {
    agenda.at(world.nowMillis() + random.between(1, millisMax), action);
  }

  private void fired(Fault fault, String what) {
    journal.fired(fault, world.history().size(), world.nowMillis(), what);
  }
}
