package dev.darkstore.local.demo;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.events.OrderRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** Place the orders, one after the other. */
final class Customers {
  private final Iterator<OrderRequest> orders;
  private final Clients clients;
  private final DemoOrders ledger;

  Customers(List<OrderRequest> orders, Clients clients, DemoOrders ledger) {
    this.orders = orders.iterator();
    this.clients = clients;
    this.ledger = ledger;
  }

  /** Places the next order, if there is one left. */
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
   * Places those that are left at an even pace, but waits while there are as many open as that:
   * more than there are agents could not be placed anyway. Nothing waits on a machine that keeps
   * up, unless a service is stopped.
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
