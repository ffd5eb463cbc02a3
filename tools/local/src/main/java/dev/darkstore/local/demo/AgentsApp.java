package dev.darkstore.local.demo;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.DeliveryNotification;
import java.util.Random;

/** Simulated agents: an agent who is notified of an order reports its delivery a moment later. */
final class AgentsApp {
  /** Minimum duration of a trip. */
  static final int TRIP_MIN_MILLIS = 30;

  /** Maximum duration of a trip. */
  static final int TRIP_MAX_MILLIS = 150;

  private final Clients clients;
  private final Timers timers;
  private final Random random;

  AgentsApp(Clients clients, Timers timers, Random random) {
    this.clients = clients;
    this.timers = timers;
    this.random = random;
  }

  /** Schedules the delivery of an order by the notified agent. */
  void handle(DeliveryNotification notification) {
    DeliverOrder trip = (DeliverOrder) notification.getBody();
    AgentUpdate completed =
        new AgentUpdate(
            trip.getZoneId(),
            null,
            notification.getAgentId(),
            new DeliveryCompleted(notification.getOrderId()));
    int tripMillis = TRIP_MIN_MILLIS + random.nextInt(TRIP_MAX_MILLIS - TRIP_MIN_MILLIS + 1);
    timers.after(
        tripMillis,
        () -> {
          var unused = clients.send(completed);
        });
  }
}
