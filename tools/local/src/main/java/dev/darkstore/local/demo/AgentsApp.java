package dev.darkstore.local.demo;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.DeliveryNotification;
import java.util.Random;

/** Plays the agents: whoever is told to deliver an order has delivered it a moment later. */
final class AgentsApp {
  /** A trip takes from this long… */
  static final int TRIP_MIN_MILLIS = 30;

  /** …to this long. */
  static final int TRIP_MAX_MILLIS = 150;

  private final Clients clients;
  private final Timers timers;
  private final Random random;

  AgentsApp(Clients clients, Timers timers, Random random) {
    this.clients = clients;
    this.timers = timers;
    this.random = random;
  }

  /** An agent was told to deliver an order. */
  void told(DeliveryNotification notification) {
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
