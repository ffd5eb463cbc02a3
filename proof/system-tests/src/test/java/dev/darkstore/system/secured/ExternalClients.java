package dev.darkstore.system.secured;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.supply.Entrances;
import dev.darkstore.command.orders.Asked;
import dev.darkstore.command.orders.RequestOutcome;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** Clients outside the services: customers, back office and agents, each with its own user. */
final class ExternalClients {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final SecuredCluster cluster;

  ExternalClients(SecuredCluster cluster) {
    this.cluster = cluster;
  }

  void stock(int quantity) throws InterruptedException {
    as(
        Principal.BACK_OFFICE,
        clients ->
            clients.send(
                new StockUpdate(
                    "s-1", null, new StockReceived(List.of(new OrderLine("milk", quantity))))));
  }

  /** Brings agents online; returns once they have entered the zone. */
  void agents(int count) throws InterruptedException {
    try (Entrances entrances = Entrances.fromNow(cluster.connect(Principal.AGENTS))) {
      as(
          Principal.AGENTS,
          clients ->
              IntStream.range(0, count)
                  .forEach(
                      i ->
                          clients.send(new AgentUpdate("z-1", null, "a-" + i, new AgentOnline()))));
      if (!entrances.await(count, PATIENCE)) {
        throw new AssertionError("agents did not enter the zone");
      }
    }
  }

  void order(String orderId) throws InterruptedException {
    orders(List.of(orderId));
  }

  /** Places all of these orders at once. */
  void orders(List<String> orderIds) throws InterruptedException {
    as(Principal.CUSTOMERS, clients -> orderIds.forEach(id -> clients.send(request(id))));
  }

  /**
   * Places an order as {@code darkstore place --wait} does; customers may not read dead letters.
   */
  RequestOutcome place(String orderId) throws InterruptedException {
    List<RequestOutcome> outcomes = new ArrayList<>();
    try (Cluster customers = cluster.connect(Principal.CUSTOMERS)) {
      new Asked(customers, List.of(request(orderId))).sendAndWait(PATIENCE, outcomes::add);
    }
    return outcomes.get(0);
  }

  private static OrderRequest request(String orderId) {
    return new OrderRequest(
        orderId, new PlaceOrder("c-1", "s-1", "z-1", List.of(new OrderLine("milk", 1)), Map.of()));
  }

  /** Waits until the customer receives the order's outcome, and fails unless it is placed. */
  void awaitPlaced(String orderId) throws InterruptedException {
    Object outcome = awaitOutcome(orderId);
    if (!(outcome instanceof OrderPlaced)) {
      throw new AssertionError(orderId + " was not placed: " + outcome);
    }
  }

  /** Returns the order's outcome, once the customer has received it. */
  Object awaitOutcome(String orderId) throws InterruptedException {
    AtomicReference<Object> outcome = new AtomicReference<>();
    read(
        event -> {
          if (event.getOrderId().equals(orderId) && !(event.getBody() instanceof OrderReceived)) {
            outcome.set(event.getBody());
          }
        },
        () -> outcome.get() != null);
    return outcome.get();
  }

  /** Reads the events to customers from the beginning, until the condition holds. */
  void read(Consumer<OrderEvent> handler, BooleanSupplier isEnough) throws InterruptedException {
    try (Cluster customers = cluster.connect(Principal.CUSTOMERS);
        LogReader reader = new LogReader(customers, "customers-test")) {
      reader.assign(Topic.ORDER_EVENTS);
      Awaitility.await("events to customers")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                for (ConsumerRecord<byte[], byte[]> r : reader.poll(Duration.ofMillis(100))) {
                  handler.accept(EventCodec.ORDER_EVENTS.decode(r.value()));
                }
                return isEnough.getAsBoolean();
              });
    }
  }

  private void as(Principal principal, Consumer<Clients> action) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (Cluster connected = cluster.connect(principal);
        Clients clients = new Clients(connected, "outside", failure::set)) {
      action.accept(clients);
      clients.flush();
    }
    if (failure.get() != null) {
      throw new AssertionError(principal + " could not write a record", failure.get());
    }
  }
}
