package dev.darkstore.simulator.world;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A world of three services and the topics between them, in which every move is somebody's
 * decision: which record is processed next, when time passes, when a tick comes round, who is down
 * and what a crash undoes.
 *
 * <p>A step is one record processed, or one tick. By default each step is a Kafka transaction of
 * its own; see {@link #commitsEachStep}. Nobody sees what is not committed.
 *
 * <p>Every service has one task per partition; task and partition have the same number. Where a
 * method takes a service without a partition it means all of its tasks.
 *
 * <p>Owned by one thread. The same moves make the same world, byte for byte.
 */
public final class World {
  private static final int SETTLE_STEPS_MAX = 10_000_000;

  private final WorldSettings settings;
  private final Network network;
  private final Observers observers = new Observers();
  private final Map<ServiceKind, List<Node>> nodes = new EnumMap<>(ServiceKind.class);
  private long nowMillis;

  /** A world in which every service is up and nothing has happened yet. */
  public World(WorldSettings settings) {
    this.settings = settings;
    this.network = new Network(settings.partitions());
    this.nowMillis = settings.start().toEpochMilli();
    for (ServiceKind service : ServiceKind.values()) {
      List<Node> ofService = new ArrayList<>();
      for (int partition = 0; partition < settings.partitions(); partition++) {
        ofService.add(new Node(service, partition, settings, network, observers, () -> nowMillis));
      }
      nodes.put(service, ofService);
      ofService.forEach(Node::start);
    }
  }

  /** A world with the default settings: one partition, the services' default durations. */
  public World() {
    this(WorldSettings.DEFAULTS);
  }

  /** How it was made. */
  public WorldSettings settings() {
    return settings;
  }

  // What clients do.

  /** An order line. */
  public static OrderLine line(String sku, int quantity) {
    return new OrderLine(sku, quantity);
  }

  /** An order of customer {@code c-1}. */
  public static Order order(String orderId, String storeId, String zoneId, OrderLine... lines) {
    return new Order(orderId, "c-1", storeId, zoneId, List.of(lines));
  }

  /** A customer places an order. */
  public LoggedRecord place(Order order) {
    return append(Topic.ORDERS, order.orderId(), request(order));
  }

  /** Returns the value of a customer's record that places an order. */
  public static byte[] request(Order order) {
    return Requests.place(order);
  }

  /** Returns the value of a record by which a customer cancels. */
  public static byte[] cancellation(String orderId) {
    return Requests.cancel(orderId);
  }

  /** A customer cancels. */
  public LoggedRecord cancel(String orderId) {
    return append(Topic.ORDERS, orderId, Requests.cancel(orderId));
  }

  /** Goods arrive in a store. */
  public LoggedRecord stock(String storeId, String sku, int quantity) {
    return stock(storeId, null, line(sku, quantity));
  }

  /** Goods arrive in a store; a repeat of the update id counts once, null is none. */
  public LoggedRecord stock(String storeId, String updateId, OrderLine... lines) {
    return append(
        Topic.STOCK_UPDATES, storeId, Requests.stockReceived(storeId, updateId, List.of(lines)));
  }

  /** Goods are lost in a store. */
  public LoggedRecord writeOff(String storeId, String sku, int quantity) {
    return writeOff(storeId, null, line(sku, quantity));
  }

  /** Goods are lost in a store; a repeat of the update id counts once, null is none. */
  public LoggedRecord writeOff(String storeId, String updateId, OrderLine... lines) {
    return append(
        Topic.STOCK_UPDATES, storeId, Requests.stockWrittenOff(storeId, updateId, List.of(lines)));
  }

  /** An agent takes trips from now on. */
  public LoggedRecord online(String zoneId, String agentId) {
    return agent(zoneId, null, agentId, new AgentOnline());
  }

  /** An agent takes no more trips. */
  public LoggedRecord offline(String zoneId, String agentId) {
    return agent(zoneId, null, agentId, new AgentOffline());
  }

  /** An agent has brought an order. */
  public LoggedRecord delivered(String zoneId, String agentId, String orderId) {
    return agent(zoneId, null, agentId, new DeliveryCompleted(orderId));
  }

  /** Any update of an agent; a repeat of the update id counts once, null is none. */
  public LoggedRecord agent(String zoneId, String updateId, String agentId, Object body) {
    return append(Topic.AGENT_UPDATES, zoneId, Requests.agent(zoneId, updateId, agentId, body));
  }

  /** Somebody writes a record, on the partition that the key belongs to. */
  public LoggedRecord append(Topic topic, String key, byte[] value) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    return append(topic, network.partitionOf(keyBytes), keyBytes, value, new RecordHeaders());
  }

  /** Somebody writes whatever record, wherever; dated now. */
  public LoggedRecord append(
      Topic topic, int partition, byte[] key, byte[] value, Headers headers) {
    return visible(network.append(topic, partition, key, value, headers, nowMillis, nowMillis));
  }

  /** Writes a record to its topic once more, as a producer without idempotence does. */
  public LoggedRecord duplicate(LoggedRecord record) {
    return visible(
        network.append(
            record.topic(),
            record.partition(),
            record.key(),
            record.value(),
            record.headers(),
            record.timestampMillis(),
            nowMillis));
  }

  private LoggedRecord visible(LoggedRecord record) {
    observers.visible(record);
    return record;
  }

  // What the one who steers does.

  /**
   * The topic's reader processes its next record, of the first partition that can; empty if none.
   */
  public Optional<LoggedRecord> deliver(Topic topic) {
    for (int partition = 0; partition < settings.partitions(); partition++) {
      Optional<LoggedRecord> delivered = deliver(topic, partition);
      if (delivered.isPresent()) {
        return delivered;
      }
    }
    return Optional.empty();
  }

  /**
   * The reader of one partition processes its next record; empty if there is none, or it is down.
   */
  public Optional<LoggedRecord> deliver(Topic topic, int partition) {
    return node(readerOf(topic), partition).deliver(topic);
  }

  /** Delivers all there is on one topic; what follows from it stays where it is. */
  public int deliverAll(Topic topic) {
    int count = 0;
    while (deliver(topic).isPresent()) {
      count++;
    }
    return count;
  }

  /** The record's reader processes it once more, as if it had been read again. */
  public void repeat(LoggedRecord record) {
    node(readerOf(record.topic()), record.partition()).repeat(record);
  }

  /** How many records of the topic wait for their reader. */
  public int backlog(Topic topic) {
    int count = 0;
    for (Node node : nodes.get(readerOf(topic))) {
      count += node.backlog(topic);
    }
    return count;
  }

  /** How many records of one partition wait for their reader. */
  public int backlog(Topic topic, int partition) {
    return node(readerOf(topic), partition).backlog(topic);
  }

  /** Delivers whatever can be delivered until nothing moves; no time passes, no tick comes. */
  public int settle() {
    int steps = 0;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (ServiceKind service : ServiceKind.values()) {
        for (Topic topic : service.inputs()) {
          for (Node node : nodes.get(service)) {
            if (node.deliver(topic).isPresent()) {
              moved = true;
              steps++;
            }
          }
        }
      }
      if (steps > SETTLE_STEPS_MAX) {
        throw new IllegalStateException("does not come to rest: " + steps + " steps");
      }
    }
    return steps;
  }

  /** The world's time, which is the broker's. */
  public long nowMillis() {
    return nowMillis;
  }

  /** Lets time pass, and nothing else. */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards: " + duration);
    }
    nowMillis += duration.toMillis();
  }

  /** Every task that is up looks once whether a timer is due, and handles it. */
  public void tick() {
    for (ServiceKind service : ServiceKind.values()) {
      tick(service);
    }
  }

  /** Every task of the service that is up looks once whether a timer is due, and handles it. */
  public void tick(ServiceKind service) {
    for (Node node : nodes.get(service)) {
      if (node.isUp()) {
        node.tick();
      }
    }
  }

  /** One task, which must be up, looks once whether a timer is due, and handles it. */
  public void tick(ServiceKind service, int partition) {
    node(service, partition).tick();
  }

  /** Lets everything go on for so long: time, ticks, deliveries. */
  public void run(Duration duration) {
    long endMillis = nowMillis + duration.toMillis();
    settle();
    while (nowMillis < endMillis) {
      nowMillis = Math.min(endMillis, nowMillis + settings.tick().toMillis());
      tick();
      settle();
    }
  }

  /** How far the clocks of the service's tasks are ahead of the world's time (or behind it). */
  public void skew(ServiceKind service, Duration ahead) {
    nodes.get(service).forEach(node -> node.skew(ahead.toMillis()));
  }

  /** Returns the time on the clock of the service's first task. */
  public long nowMillis(ServiceKind service) {
    return node(service, 0).nowMillis();
  }

  /**
   * Makes every step a Kafka transaction by itself, as at the start, or lets steps gather until
   * {@link #commit}. With the former, the steps gathered so far are committed at once.
   */
  public void commitsEachStep(ServiceKind service, boolean each) {
    nodes.get(service).forEach(node -> node.commitsEachStep(each));
  }

  /** Commits what the service's tasks have done. */
  public void commit(ServiceKind service) {
    nodes.get(service).forEach(Node::commit);
  }

  /** The service goes down in good order: what it did is committed. Its topics go on growing. */
  public void stop(ServiceKind service) {
    ifUp(service, Node::stop);
  }

  /** The service dies: what it did since its last commit is undone. */
  public void crash(ServiceKind service) {
    ifUp(service, Node::crash);
  }

  /** The service comes up again, with the state and at the positions that it committed last. */
  public void start(ServiceKind service) {
    nodes.get(service).stream().filter(node -> !node.isUp()).forEach(Node::start);
  }

  /** Returns true if all tasks of the service are up. */
  public boolean isUp(ServiceKind service) {
    return nodes.get(service).stream().allMatch(Node::isUp);
  }

  private void ifUp(ServiceKind service, Consumer<Node> move) {
    nodes.get(service).stream().filter(Node::isUp).forEach(move);
  }

  // What can be seen.

  /** All records of all topics, in the order in which they became visible; it grows. */
  public List<LoggedRecord> history() {
    return network.history();
  }

  /** The records of one partition. */
  public List<LoggedRecord> records(Topic topic, int partition) {
    return network.records(topic, partition);
  }

  /** Everything that is about the order, on whatever topic. */
  public List<Event> events(String orderId) {
    return network.history().stream()
        .map(Event::of)
        .filter(event -> event.orderId().filter(orderId::equals).isPresent())
        .toList();
  }

  /** Everything on the topic. */
  public List<Event> events(Topic topic) {
    return network.history().stream()
        .filter(record -> record.topic() == topic)
        .map(Event::of)
        .toList();
  }

  /** Returns the kinds of the order's events on the topic: Reserved, Assigned, … */
  public List<String> kinds(Topic topic, String orderId) {
    return events(orderId).stream()
        .filter(event -> event.topic() == topic)
        .map(Event::kind)
        .toList();
  }

  /** The order's events as text. */
  public String timeline(String orderId) {
    return WorldTimeline.of(events(orderId), settings.start());
  }

  /** How many entries the service's tasks have committed in a store, such as open-reservations. */
  public int entries(ServiceKind service, String store) {
    return nodes.get(service).stream().mapToInt(node -> node.entries(store)).sum();
  }

  /** Shows everything that happens from now on to an observer. */
  public void observe(Observer observer) {
    observers.add(observer);
  }

  /** One task of a service. */
  public Node node(ServiceKind service, int partition) {
    return nodes.get(service).get(partition);
  }

  private static ServiceKind readerOf(Topic topic) {
    return ServiceKind.reading(topic)
        .orElseThrow(() -> new IllegalArgumentException("no service reads " + topic));
  }
}
