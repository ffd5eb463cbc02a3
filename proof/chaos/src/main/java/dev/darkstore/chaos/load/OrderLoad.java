package dev.darkstore.chaos.load;

import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.Sender;
import dev.darkstore.harness.Ticker;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Load of customers: orders at a constant rate, most of them ordinary, some repeated, cancelled,
 * impossible, malformed, or on the partition that another client library would choose.
 */
public final class OrderLoad implements AutoCloseable {
  private static final long TICK_MILLIS = 20;
  private static final int RECENT = 50;

  private final RunFixture world;
  private final LoadShape shape;
  private final OutcomeLedger ledger;
  private final Random random;
  private final Sender sender;
  private final Ticker ticker;
  private final Deque<OrderRequest> recent = new ArrayDeque<>();
  private volatile boolean paused;
  private long lastTickNanos;
  private double due;
  private int numbered;

  OrderLoad(
      Clients clients,
      RunFixture world,
      LoadShape shape,
      long seed,
      OutcomeLedger ledger,
      Failures failures) {
    this.world = world;
    this.shape = shape;
    this.ledger = ledger;
    this.random = new Random(seed);
    this.sender = clients.sender(ledger);
    lastTickNanos = System.nanoTime();
    ticker = new Ticker("order load", TICK_MILLIS, this::tick, failures);
  }

  /** Stops sending until {@link #resume()}. */
  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
  }

  /** Returns the number of records sent but not acknowledged yet. */
  int inFlight() {
    return sender.inFlight();
  }

  @Override
  public void close() {
    ticker.close();
    sender.close();
  }

  private void tick() {
    long nowNanos = System.nanoTime();
    double elapsedSeconds = Math.min(1.0, (nowNanos - lastTickNanos) / 1e9);
    lastTickNanos = nowNanos;
    if (paused || sender.inFlight() + ledger.open() >= shape.openMax()) {
      return;
    }
    for (due += elapsedSeconds * shape.ordersPerSecond(); due >= 1; due--) {
      next();
    }
  }

  private void next() {
    int kind = random.nextInt(200);
    if (kind < 4) {
      malformed();
    } else if (kind < 7 && !recent.isEmpty()) {
      again();
    } else if (kind < 9 && !recent.isEmpty()) {
      reuseId();
    } else if (kind < 13 && !recent.isEmpty()) {
      cancel(recent.peekLast());
    } else {
      place(kind < 15);
    }
  }

  private void place(boolean isStray) {
    OrderRequest order = new OrderRequest(nextId(), place());
    recent.addLast(order);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
    PlaceOrder content = (PlaceOrder) order.getBody();
    ledger.sent(order.getOrderId(), content.getStoreId(), content.getZoneId(), System.nanoTime());
    int right = world.partitionOf(order.getOrderId());
    send(
        order.getOrderId(),
        EventCodec.ORDERS.encode(order),
        isStray ? (right + 1) % world.partitions() : right);
  }

  private PlaceOrder place() {
    List<OrderLine> lines = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    int first = random.nextInt(world.skus().size());
    for (int line = 0; line < count; line++) {
      String sku = world.skus().get((first + line) % world.skus().size());
      lines.add(new OrderLine(sku, 1 + random.nextInt(2)));
    }
    if (random.nextInt(40) == 0) {
      lines.add(new OrderLine(RunFixture.SCARCE_SKU, 2));
    }
    return new PlaceOrder(
        "customer-" + random.nextInt(1_000),
        anyOf(world.stores()),
        anyOf(world.zones()),
        lines,
        Map.of());
  }

  /** Repeats a recent order, whose reply must be the outcome so far. */
  private void again() {
    OrderRequest order = anyOf(List.copyOf(recent));
    resend(order.getOrderId(), EventCodec.ORDERS.encode(order));
  }

  /** Sends another order under a used id, which must become a dead letter without other effects. */
  private void reuseId() {
    OrderRequest order = anyOf(List.copyOf(recent));
    PlaceOrder first = (PlaceOrder) order.getBody();
    PlaceOrder other =
        new PlaceOrder(
            "somebody-else", first.getStoreId(), first.getZoneId(), first.getLines(), Map.of());
    resend(
        order.getOrderId(), EventCodec.ORDERS.encode(new OrderRequest(order.getOrderId(), other)));
  }

  private void cancel(OrderRequest order) {
    resend(
        order.getOrderId(),
        EventCodec.ORDERS.encode(new OrderRequest(order.getOrderId(), new CancelOrder())));
  }

  private void malformed() {
    String orderId = nextId();
    String store = anyOf(world.stores());
    String zone = anyOf(world.zones());
    ledger.sent(orderId, store, zone, System.nanoTime());
    String json =
        random.nextBoolean()
            ? "{\"type\":\"PlaceOrder\",\"orderId\":\"" + orderId + "\", and so on"
            : """
              {"type":"PlaceOrder","orderId":"%s","customerId":"c","storeId":"%s","zoneId":"%s",\
              "lines":[{"sku":"sku-0","quantity":0}]}"""
                .formatted(orderId, store, zone);
    send(orderId, json.getBytes(StandardCharsets.UTF_8), world.partitionOf(orderId));
  }

  private void send(String orderId, byte[] value, int partition) {
    sender.send(
        Topic.ORDERS.topicName(), partition, orderId, value, () -> ledger.acknowledged(orderId));
  }

  /** Sends a record about an order that is in the ledger already. */
  private void resend(String orderId, byte[] value) {
    sender.send(Topic.ORDERS.topicName(), world.partitionOf(orderId), orderId, value, () -> {});
  }

  private String nextId() {
    return "order-" + numbered++;
  }

  private <T> T anyOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
