package dev.darkstore.local.demo;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.events.OrderRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** Simulated customers, who place the orders one after the other. */
final class Customers {
  private final Iterator<OrderRequest> orders;
  private final Clients clients;
  private final DemoOrders ledger;

  Customers(List<OrderRequest> orders, Clients clients, DemoOrders ledger) {
    this.orders = orders.iterator();
    this.clients = clients;
    this.ledger = ledger;
  }

  /** Places the next order, if any is left. */
  void placeNext() {
    if (orders.hasNext()) {
      OrderRequest order = orders.next();
      ledger.sending(order);
      var unused = clients.send(order);
    }
    if (!orders.hasNext()) {
      ledger.sentAll();
    }
  }

  /**
   * Places the remaining orders at an even rate, but pauses while this number of orders is open:
   * orders in excess of the agents could not be placed anyway. On a fast machine there is no pause
   * unless a service is stopped.
   */
  void placeOthers(Timers timers, int perSecond, int openMax) {
    timers.every(
        Duration.ofSeconds(1).toNanos() / perSecond,
        () -> {
          if (ledger.counts().open() < openMax) {
            placeNext();
          }
        });
  }
}
