package dev.darkstore.system.console;

import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.Commit;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Producer of the records that customers and services would write, at a constant rate and without
 * any of them: every order with all its events, nine of ten placed, each step of an order 20 ms
 * after the one before.
 */
final class OrderFeed {
  static final int STORES = 3;
  static final int SKUS = 12;
  static final int AGENTS = 60;

  private static final int TICK_MILLIS = 20;
  private static final int STEPS = 6;

  private final Consumer<ProducerRecord<byte[], byte[]>> sink;
  private final Map<String, Long> changes = new HashMap<>();
  private final Map<String, Long> available = new HashMap<>();
  private long begun;

  OrderFeed(Consumer<ProducerRecord<byte[], byte[]>> sink) {
    this.sink = sink;
  }

  /** Adds stock of every sku, and brings the agents online. */
  void supply() {
    for (int store = 0; store < STORES; store++) {
      for (int sku = 0; sku < SKUS; sku++) {
        String storeId = "store-" + store;
        write(
            Topic.STOCK_UPDATES,
            storeId,
            new StockUpdate(
                storeId, null, new StockReceived(List.of(new OrderLine("sku-" + sku, 1_000_000)))));
        available.put(storeId + "/sku-" + sku, 1_000_000L);
      }
    }
    for (int agent = 0; agent < AGENTS; agent++) {
      write(
          Topic.AGENT_UPDATES,
          zone(agent),
          new AgentUpdate(zone(agent), null, "agent-" + agent, new AgentOnline()));
    }
  }

  /** Writes orders at this rate for this long; blocks. */
  void run(int ordersPerSecond, int seconds) throws InterruptedException {
    long startNanos = System.nanoTime();
    double perTick = ordersPerSecond * TICK_MILLIS / 1_000.0;
    long first = begun;
    int ticks = seconds * 1_000 / TICK_MILLIS;
    for (int tick = 0; tick < ticks + STEPS; tick++) {
      for (int step = STEPS - 1; step >= 0; step--) {
        long from = first + (long) (Math.max(0, tick - step) * perTick);
        long to = first + (long) (Math.max(0, Math.min(ticks, tick - step + 1)) * perTick);
        for (long order = from; order < to && tick >= step; order++) {
          write(order, step);
        }
      }
      long dueNanos = startNanos + (tick + 1L) * TICK_MILLIS * 1_000_000;
      long leftMillis = (dueNanos - System.nanoTime()) / 1_000_000;
      if (leftMillis > 0) {
        Thread.sleep(leftMillis);
      }
    }
    begun = first + (long) (ticks * perTick);
  }

  long begun() {
    return begun;
  }

  private static String zone(long agent) {
    return "zone-" + agent % 3;
  }

  private void write(long number, int step) {
    String id = "order-" + number;
    String store = "store-" + number % STORES;
    String sku = "sku-" + number % SKUS;
    long agent = number % AGENTS;
    String zone = zone(agent);
    boolean isPlaced = number % 10 != 9;
    List<OrderLine> lines = List.of(new OrderLine(sku, 2));
    switch (step) {
      case 0 ->
          write(
              Topic.ORDERS,
              id,
              new OrderRequest(
                  id, new PlaceOrder("customer-" + number % 997, store, zone, lines, Map.of())));
      case 1 -> {
        orderEvent(id, new OrderReceived());
        Reserve reserve =
            new Reserve(120_000L, "customer-" + number % 997, store, zone, lines, Map.of());
        command(Topic.STORE_COMMANDS, id, store, reserve);
        command(Topic.DELIVERY_COMMANDS, id, zone, reserve);
      }
      case 2 -> {
        Instant expires = Instant.ofEpochMilli(System.currentTimeMillis() + 120_000);
        branchEvent(
            Topic.STORE_EVENTS,
            id,
            store,
            isPlaced
                ? new Reserved(List.of(goods(store, sku, -2)), expires, 120_000L)
                : new ReservationRefused(refusal(sku)));
        branchEvent(
            Topic.DELIVERY_EVENTS,
            id,
            zone,
            new Reserved(List.of(agent(zone, agent, 0)), expires, 120_000L));
      }
      case 3 -> {
        if (isPlaced) {
          command(Topic.STORE_COMMANDS, id, store, new Commit(1));
          command(Topic.DELIVERY_COMMANDS, id, zone, new Commit(1));
        } else {
          orderEvent(id, new OrderRejected(refusal(sku)));
          write(Topic.DELIVERY_RELEASES, zone, new BranchRelease(id, zone, 0L, new Release(1)));
        }
      }
      case 4 -> {
        if (isPlaced) {
          branchEvent(Topic.STORE_EVENTS, id, store, new Assigned(List.of(goods(store, sku, 0))));
          branchEvent(
              Topic.DELIVERY_EVENTS, id, zone, new Assigned(List.of(heldAgent(zone, agent, 0))));
        } else {
          branchEvent(
              Topic.DELIVERY_EVENTS, id, zone, new Released(List.of(agent(zone, agent, 1))));
        }
      }
      case 5 -> {
        if (isPlaced) {
          orderEvent(id, new OrderPlaced(List.of(new Assignment("store", List.of(sku)))));
          write(
              Topic.STORE_NOTIFICATIONS,
              store,
              new StoreNotification(id, store, new PickOrder(lines)));
          String agentId = "agent-" + agent;
          write(
              Topic.DELIVERY_NOTIFICATIONS,
              agentId,
              new DeliveryNotification(id, agentId, new DeliverOrder(store, zone, "c")));
          write(
              Topic.AGENT_UPDATES,
              zone,
              new AgentUpdate(zone, null, agentId, new DeliveryCompleted(id)));
        }
      }
      default -> throw new IllegalArgumentException("step " + step);
    }
  }

  private static Refusal refusal(String sku) {
    return new Refusal(Reason.OUT_OF_STOCK, sku + ": 2 wanted, 0 left", List.of());
  }

  private HeldUnit goods(String store, String sku, int taken) {
    String unit = store + '/' + sku;
    long change = taken == 0 ? changes.get(unit) : changes.merge(unit, 1L, Long::sum);
    return new HeldUnit(sku, 2, change, 0L, available.merge(unit, (long) taken, Long::sum));
  }

  private HeldUnit agent(String zone, long agent, long free) {
    changes.merge(zone + '/' + agent, 1L, Long::sum);
    return heldAgent(zone, agent, free);
  }

  private HeldUnit heldAgent(String zone, long agent, long free) {
    return new HeldUnit("agent-" + agent, 1, changes.get(zone + '/' + agent), 0L, free);
  }

  private void orderEvent(String id, Object body) {
    write(Topic.ORDER_EVENTS, id, new OrderEvent(id, Instant.now(), body));
  }

  private void command(Topic topic, String id, String key, Object body) {
    write(topic, key, new BranchCommand(id, key, 0L, body));
  }

  private void branchEvent(Topic topic, String id, String key, Object body) {
    write(topic, id, new BranchEvent(id, key, 0L, Instant.now(), body));
  }

  @SuppressWarnings("unchecked")
  private void write(Topic topic, String key, SpecificRecord record) {
    sink.accept(
        new ProducerRecord<>(
            topic.topicName(),
            key.getBytes(StandardCharsets.UTF_8),
            ((EventCodec<SpecificRecord>) EventCodec.of(topic)).encode(record)));
  }
}
