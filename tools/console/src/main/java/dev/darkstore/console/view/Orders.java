package dev.darkstore.console.view;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reserve;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.Topic;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Recent orders and their counts. Completed orders are dropped beyond {@link #OVER_MAX}, the oldest
 * first; orders in flight stay, up to {@link #OPEN_MAX}.
 */
final class Orders {
  static final int OVER_MAX = 4_000;
  static final int OPEN_MAX = 20_000;

  /**
   * Maximum number of orders whose position on the topic is kept: a dead letter names its source.
   */
  private static final int SENT_MAX = 5_000;

  /** Maximum number of orders with events read before their PlaceOrder, which wait for it. */
  private static final int STRAYS_MAX = 5_000;

  /** Maximum number of dropped orders that are remembered, so that late events are recognized. */
  private static final int GONE_MAX = 20_000;

  private final Map<String, OrderLife> open = new LinkedHashMap<>();
  private final Map<String, OrderLife> over = new LinkedHashMap<>();
  private final Map<Phase, Integer> inFlight = new EnumMap<>(Phase.class);
  private final Map<String, Long> rejections = new TreeMap<>();
  private final Map<Position, String> sent = new Latest<>(SENT_MAX);
  private final Map<String, OrderLife> strays = new Latest<>(STRAYS_MAX);
  private final Map<String, Boolean> gone = new Latest<>(GONE_MAX);
  private final Throughput throughput;
  private long placed;
  private long rejected;
  private long left;

  /** Position of an order on its topic. */
  private record Position(int partition, long offset) {}

  Orders(Throughput throughput) {
    this.throughput = throughput;
  }

  void accept(LogEntry entry) {
    if (entry.body() instanceof DeadLetterHeaders headers
        && headers.sourceTopic().equals(Topic.ORDERS.topicName())) {
      addDeadLetter(entry, headers);
    }
    String orderId = entry.orderId().map(OrderLife::key).orElse(null);
    if (orderId == null) {
      return;
    }
    OrderLife life = open.getOrDefault(orderId, over.get(orderId));
    boolean isKnown = life != null;
    if (life == null) {
      if (gone.containsKey(orderId)) {
        return; // Its events can be read from the log.
      }
      if (!startsOrder(entry)) {
        strays.computeIfAbsent(orderId, OrderLife::new).accept(entry);
        return;
      }
      OrderLife stray = strays.remove(orderId);
      life = stray == null ? new OrderLife(orderId) : stray;
      if (entry.topic().equals(Topic.ORDERS)) {
        sent.put(new Position(entry.partition(), entry.offset()), orderId);
      }
    } else {
      count(life.phase(), -1);
    }
    // A record on a wrong partition is forwarded, and a customer may repeat an order.
    boolean wasAsked = life.isAsked();
    boolean wasDecided = isKnown && life.outcomeAtMillis() >= 0;
    boolean wasTimed = isKnown && life.latencyMillis().isPresent();
    life.accept(entry);
    count(life.phase(), 1);
    file(orderId, life);
    if (!wasAsked && entry.topic().equals(Topic.ORDERS) && entry.body() instanceof PlaceOrder) {
      throughput.sent(entry.timestampMillis());
    }
    if (life.outcomeAtMillis() >= 0 && !wasDecided) {
      decided(life);
    }
    if (!wasTimed && life.outcomeAtMillis() >= 0) {
      long decidedAtMillis = life.outcomeAtMillis();
      life.latencyMillis().ifPresent(millis -> throughput.took(decidedAtMillis, millis));
    }
  }

  /** Ends an order that is a dead letter. */
  private void addDeadLetter(LogEntry letter, DeadLetterHeaders headers) {
    String orderId = sent.remove(new Position(headers.sourcePartition(), headers.sourceOffset()));
    OrderLife life = orderId == null ? null : open.get(orderId);
    if (life != null) {
      count(life.phase(), -1);
      life.addDeadLetter(letter, headers);
      count(life.phase(), 1);
      file(orderId, life);
    }
  }

  private static boolean startsOrder(LogEntry entry) {
    return entry.body() instanceof PlaceOrder
        || entry.body() instanceof OrderReceived
        || entry.body() instanceof Reserve;
  }

  private void decided(OrderLife life) {
    boolean isPlaced = life.phase() == Phase.PLACED;
    throughput.decided(life.outcomeAtMillis(), isPlaced);
    if (isPlaced) {
      placed++;
    } else {
      rejected++;
      rejections.merge(life.reason(), 1L, Long::sum);
    }
  }

  private void count(Phase phase, int change) {
    if (!phase.isOver()) {
      inFlight.merge(phase, change, Integer::sum);
    }
  }

  private void file(String orderId, OrderLife life) {
    if (life.phase().isOver()) {
      open.remove(orderId);
      over.putIfAbsent(orderId, life);
      if (over.size() > OVER_MAX) {
        removeEldest(over);
      }
    } else {
      over.remove(orderId);
      open.putIfAbsent(orderId, life);
      if (open.size() > OPEN_MAX) {
        count(removeEldest(open).phase(), -1);
      }
    }
  }

  private OrderLife removeEldest(Map<String, OrderLife> orders) {
    String eldest = orders.keySet().iterator().next();
    left++;
    gone.put(eldest, true);
    return orders.remove(eldest);
  }

  Optional<OrderLife> find(String orderId) {
    String key = OrderLife.key(orderId);
    return Optional.ofNullable(open.getOrDefault(key, over.get(key)));
  }

  /** Returns the orders in flight. */
  Collection<OrderLife> open() {
    return open.values();
  }

  /**
   * Returns the latest orders, newest first; at most half of them in flight if there are others.
   */
  List<OrderLife> latest(int most) {
    int fromOver = Math.min(over.size(), most / 2);
    return Stream.concat(
            backwards(open).limit(most - fromOver),
            backwards(over).limit(most - Math.min(open.size(), most - fromOver)))
        .sorted(OrderLife.NEWEST_FIRST)
        .toList();
  }

  /** Returns all orders that match the query, newest first. */
  List<OrderLife> search(OrderQuery query) {
    return Stream.concat(open.values().stream(), over.values().stream())
        .filter(query::matches)
        .sorted(OrderLife.NEWEST_FIRST)
        .toList();
  }

  private static Stream<OrderLife> backwards(Map<String, OrderLife> orders) {
    OrderLife[] all = orders.values().toArray(OrderLife[]::new);
    return IntStream.range(0, all.length).mapToObj(i -> all[all.length - 1 - i]);
  }

  int inFlight(Phase phase) {
    return inFlight.getOrDefault(phase, 0);
  }

  Map<String, Long> rejections() {
    return rejections;
  }

  long placed() {
    return placed;
  }

  long rejected() {
    return rejected;
  }

  /** Returns the number of dropped orders. */
  long left() {
    return left;
  }

  int kept() {
    return open.size() + over.size();
  }
}
