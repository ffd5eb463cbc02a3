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

/** Customers, a back office and an agents' app, each as the user that they are. */
final class Outside {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final SecuredCluster cluster;

  Outside(SecuredCluster cluster) {
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

  /** Agents come online; returns when they have entered the zone. */
  void agents(int count) throws InterruptedException {
    try (Entrances entrances = Entrances.fromNow(Map.copyOf(cluster.client(Principal.AGENTS)))) {
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

  /** All at once. */
  void orders(List<String> orderIds) throws InterruptedException {
    as(Principal.CUSTOMERS, clients -> orderIds.forEach(id -> clients.send(request(id))));
  }

  /** As {@code darkstore place --wait} does; customers may not see the dead letters. */
  RequestOutcome place(String orderId) throws InterruptedException {
    List<RequestOutcome> outcomes = new ArrayList<>();
    try (Cluster customers = Cluster.connect(Map.copyOf(cluster.client(Principal.CUSTOMERS)))) {
      new Asked(customers, List.of(request(orderId))).sendAndWait(PATIENCE, outcomes::add);
    }
    return outcomes.get(0);
  }

  private static OrderRequest request(String orderId) {
    return new OrderRequest(
        orderId, new PlaceOrder("c-1", "s-1", "z-1", List.of(new OrderLine("milk", 1))));
  }

  /** Waits until the customer is told the order's outcome, which must be that it is placed. */
  void awaitPlaced(String orderId) throws InterruptedException {
    Object outcome = awaitOutcome(orderId);
    if (!(outcome instanceof OrderPlaced)) {
      throw new AssertionError(orderId + " was not placed: " + outcome);
    }
  }

  /** Waits until the customer is told the order's outcome. */
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

  /** Reads what customers are told, from the beginning, until that is enough. */
  void read(Consumer<OrderEvent> told, BooleanSupplier isEnough) throws InterruptedException {
    try (Cluster customers = Cluster.connect(Map.copyOf(cluster.client(Principal.CUSTOMERS)));
        LogReader reader = new LogReader(customers, "customers-test")) {
      reader.assign(Topic.ORDER_EVENTS);
      Awaitility.await("what customers are told")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                for (ConsumerRecord<byte[], byte[]> r : reader.poll(Duration.ofMillis(100))) {
                  told.accept(EventCodec.ORDER_EVENTS.decode(r.value()));
                }
                return isEnough.getAsBoolean();
              });
    }
  }

  private void as(Principal principal, Consumer<Clients> action) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (Clients clients =
        new Clients(Map.copyOf(cluster.client(principal)), "outside", failure::set)) {
      action.accept(clients);
      clients.flush();
    }
    if (failure.get() != null) {
      throw new AssertionError(principal + " cannot write", failure.get());
    }
  }
}
