package dev.darkstore.simulator.world;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.schemas.BranchTable;
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
 * World of the services and the topics between them, in which the caller decides every move: the
 * next record processed, the time, the ticks, outages, and rollbacks by crashes.
 *
 * <p>A step is one processed record, or one tick. By default each step is a separate Kafka
 * transaction; see {@link #commitsEachStep}. Uncommitted work is invisible.
 *
 * <p>Every service has one task per partition, with the partition's number. A method that takes a
 * service without a partition applies to all of its tasks; a service that the world does not have
 * has no tasks.
 *
 * <p>Confined to one thread. Equal moves lead to equal worlds, byte for byte.
 */
public final class World {
  private static final int SETTLE_STEPS_MAX = 10_000_000;

  private final WorldSettings settings;
  private final Network network;
  private final Observers observers = new Observers();
  private final Map<ServiceKind, List<Node>> nodes = new EnumMap<>(ServiceKind.class);
  private long nowMillis;

  /** Creates a world in which every service is up. */
  public World(WorldSettings settings) {
    this.settings = settings;
    this.network = new Network(settings.partitions(), settings.installation().topics());
    this.nowMillis = settings.start().toEpochMilli();
    for (ServiceKind service : ServiceKind.values()) {
      nodes.put(service, List.of());
    }
    for (ServiceKind service : settings.services()) {
      List<Node> ofService = new ArrayList<>();
      for (int partition = 0; partition < settings.partitions(); partition++) {
        ofService.add(new Node(service, partition, settings, network, observers, () -> nowMillis));
      }
      nodes.put(service, ofService);
      ofService.forEach(Node::start);
    }
  }

  /** Creates a world with the default settings: one partition, the services' default durations. */
  public World() {
    this(WorldSettings.DEFAULTS);
  }

  /** Returns its settings. */
  public WorldSettings settings() {
    return settings;
  }

  // Requests of clients.

  /** Returns an order line. */
  public static OrderLine line(String sku, int quantity) {
    return new OrderLine(sku, quantity);
  }

  /** Returns an order of customer {@code c-1}. */
  public static Order order(String orderId, String storeId, String zoneId, OrderLine... lines) {
    return new Order(orderId, "c-1", storeId, zoneId, List.of(lines));
  }

  /** Places an order. */
  public LoggedRecord place(Order order) {
    return append(Topic.ORDERS, order.orderId(), request(order));
  }

  /** Returns the value of a customer's record that places an order. */
  public static byte[] request(Order order) {
    return Requests.place(order);
  }

  /** Returns the value of a customer's cancellation. */
  public static byte[] cancellation(String orderId) {
    return Requests.cancel(orderId);
  }

  /** Cancels an order. */
  public LoggedRecord cancel(String orderId) {
    return append(Topic.ORDERS, orderId, Requests.cancel(orderId));
  }

  /** Receives goods in a store. */
  public LoggedRecord stock(String storeId, String sku, int quantity) {
    return stock(storeId, null, line(sku, quantity));
  }

  /** Receives goods in a store; a repeat of the update id counts once; null for no id. */
  public LoggedRecord stock(String storeId, String updateId, OrderLine... lines) {
    return append(
        Topic.STOCK_UPDATES, storeId, Requests.stockReceived(storeId, updateId, List.of(lines)));
  }

  /** Writes off goods in a store. */
  public LoggedRecord writeOff(String storeId, String sku, int quantity) {
    return writeOff(storeId, null, line(sku, quantity));
  }

  /** Writes off goods in a store; a repeat of the update id counts once; null for no id. */
  public LoggedRecord writeOff(String storeId, String updateId, OrderLine... lines) {
    return append(
        Topic.STOCK_UPDATES, storeId, Requests.stockWrittenOff(storeId, updateId, List.of(lines)));
  }

  /** Sets an agent online. */
  public LoggedRecord online(String zoneId, String agentId) {
    return agent(zoneId, null, agentId, new AgentOnline());
  }

  /** Sets an agent offline. */
  public LoggedRecord offline(String zoneId, String agentId) {
    return agent(zoneId, null, agentId, new AgentOffline());
  }

  /** Reports a delivery of an agent. */
  public LoggedRecord delivered(String zoneId, String agentId, String orderId) {
    return agent(zoneId, null, agentId, new DeliveryCompleted(orderId));
  }

  /** Writes an update of an agent; a repeat of the update id counts once; null for no id. */
  public LoggedRecord agent(String zoneId, String updateId, String agentId, Object body) {
    return append(Topic.AGENT_UPDATES, zoneId, Requests.agent(zoneId, updateId, agentId, body));
  }

  /** Writes a record to the partition of its key. */
  public LoggedRecord append(Topic topic, String key, byte[] value) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    return append(topic, network.partitionOf(keyBytes), keyBytes, value, new RecordHeaders());
  }

  /** Writes an arbitrary record to an arbitrary partition, with the current time. */
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

  // Control of the world.

  /**
   * Delivers the topic's next record, from the first partition that can advance; empty if there is
   * none.
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

  /** Delivers the next record of one partition; empty if there is none, or its reader is down. */
  public Optional<LoggedRecord> deliver(Topic topic, int partition) {
    return node(readerOf(topic), partition).deliver(topic);
  }

  /** Delivers all waiting records of one topic, but not the resulting ones on others. */
  public int deliverAll(Topic topic) {
    int count = 0;
    while (deliver(topic).isPresent()) {
      count++;
    }
    return count;
  }

  /** Delivers a record once more, as if it had been read again. */
  public void repeat(LoggedRecord record) {
    node(readerOf(record.topic()), record.partition()).repeat(record);
  }

  /** Returns the number of the topic's waiting records. */
  public int backlog(Topic topic) {
    int count = 0;
    for (Node node : nodes.get(readerOf(topic))) {
      count += node.backlog(topic);
    }
    return count;
  }

  /** Returns the number of waiting records of one partition. */
  public int backlog(Topic topic, int partition) {
    return node(readerOf(topic), partition).backlog(topic);
  }

  /** Delivers records until none is waiting; no time passes, no tick runs. */
  public int settle() {
    int steps = 0;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (ServiceKind service : settings.services()) {
        for (Topic topic : settings.inputs(service)) {
          for (Node node : nodes.get(service)) {
            if (node.deliver(topic).isPresent()) {
              moved = true;
              steps++;
            }
          }
        }
      }
      if (steps > SETTLE_STEPS_MAX) {
        throw new IllegalStateException("records are still in flight after " + steps + " steps");
      }
    }
    return steps;
  }

  /** Returns the world's time, which is the broker's. */
  public long nowMillis() {
    return nowMillis;
  }

  /** Advances the time only. */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time cannot run backwards: " + duration);
    }
    nowMillis += duration.toMillis();
  }

  /** Runs one tick on every task that is up. */
  public void tick() {
    for (ServiceKind service : settings.services()) {
      tick(service);
    }
  }

  /** Runs one tick on every task of the service that is up. */
  public void tick(ServiceKind service) {
    for (Node node : nodes.get(service)) {
      if (node.isUp()) {
        node.tick();
      }
    }
  }

  /** Runs one tick on one task, which must be up. */
  public void tick(ServiceKind service, int partition) {
    node(service, partition).tick();
  }

  /** Runs the world for this time: ticks and deliveries. */
  public void run(Duration duration) {
    long endMillis = nowMillis + duration.toMillis();
    settle();
    while (nowMillis < endMillis) {
      nowMillis = Math.min(endMillis, nowMillis + settings.tick().toMillis());
      tick();
      settle();
    }
  }

  /**
   * Sets the difference of the clocks of the service's tasks from the world's time; negative if
   * behind.
   */
  public void skew(ServiceKind service, Duration ahead) {
    nodes.get(service).forEach(node -> node.skew(ahead.toMillis()));
  }

  /** Returns the time on the clock of the service's first task. */
  public long nowMillis(ServiceKind service) {
    return node(service, 0).nowMillis();
  }

  /**
   * Makes every step a separate Kafka transaction, as at the start, or collects steps until {@link
   * #commit}. The former commits the collected steps at once.
   */
  public void commitsEachStep(ServiceKind service, boolean each) {
    nodes.get(service).forEach(node -> node.commitsEachStep(each));
  }

  /** Commits the work of the service's tasks. */
  public void commit(ServiceKind service) {
    nodes.get(service).forEach(Node::commit);
  }

  /** Stops the service in an orderly way: its work is committed. Its topics continue to grow. */
  public void stop(ServiceKind service) {
    ifUp(service, Node::stop);
  }

  /** Crashes the service: its work since the last commit is rolled back. */
  public void crash(ServiceKind service) {
    ifUp(service, Node::crash);
  }

  /** Starts the service with the state and the positions of its last commit. */
  public void start(ServiceKind service) {
    nodes.get(service).stream().filter(node -> !node.isUp()).forEach(Node::start);
  }

  /** Sets the branches that the service is configured with, effective from its next start. */
  public void branches(ServiceKind service, BranchTable branches) {
    nodes.get(service).forEach(node -> node.branches(branches));
  }

  /** Returns true if all tasks of the service are up. */
  public boolean isUp(ServiceKind service) {
    return nodes.get(service).stream().allMatch(Node::isUp);
  }

  private void ifUp(ServiceKind service, Consumer<Node> move) {
    nodes.get(service).stream().filter(Node::isUp).forEach(move);
  }

  // Visible state of the world.

  /** Returns all records of all topics, in the order of visibility; the list grows. */
  public List<LoggedRecord> history() {
    return network.history();
  }

  /** Returns the records of one partition. */
  public List<LoggedRecord> records(Topic topic, int partition) {
    return network.records(topic, partition);
  }

  /** Returns all events of the order, on all topics. */
  public List<Event> events(String orderId) {
    return network.history().stream()
        .map(Event::of)
        .filter(event -> event.orderId().filter(orderId::equals).isPresent())
        .toList();
  }

  /** Returns all events on the topic. */
  public List<Event> events(Topic topic) {
    return network.history().stream()
        .filter(record -> record.topic().equals(topic))
        .map(Event::of)
        .toList();
  }

  /** Returns the kinds of the order's events on the topic: Reserved, Assigned, … */
  public List<String> kinds(Topic topic, String orderId) {
    return events(orderId).stream()
        .filter(event -> event.topic().equals(topic))
        .map(Event::kind)
        .toList();
  }

  /** Returns the order's events as text. */
  public String timeline(String orderId) {
    return WorldTimeline.of(events(orderId), settings.start());
  }

  /**
   * Returns the number of committed entries in a store of the service, such as open-reservations.
   */
  public int entries(ServiceKind service, String store) {
    return nodes.get(service).stream().mapToInt(node -> node.entries(store)).sum();
  }

  /** Registers an observer of all further events. */
  public void observe(Observer observer) {
    observers.add(observer);
  }

  /** Returns one task of a service. */
  public Node node(ServiceKind service, int partition) {
    return nodes.get(service).get(partition);
  }

  private static ServiceKind readerOf(Topic topic) {
    return ServiceKind.reading(topic)
        .orElseThrow(() -> new IllegalArgumentException("no service reads " + topic));
  }
}
