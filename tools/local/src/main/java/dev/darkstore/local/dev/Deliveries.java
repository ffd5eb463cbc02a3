package dev.darkstore.local.dev;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.supply.AgentFold;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.local.LocalCluster;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulated trips: an agent who is notified of an order reports its delivery after the duration of
 * a trip, and is free again. Trips that an earlier run left open are made as well.
 */
final class Deliveries implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int AGENTS_MAX = 100_000;
  private static final int END_SECONDS_MAX = 10;

  private final Duration duration;
  private final Cluster cluster;
  private final Clients clients;
  private final LogReader notifications;
  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "dev-trips"));
  private final Thread thread = new Thread(this::follow, "dev-deliveries");
  private volatile boolean isClosing;

  private Deliveries(LocalCluster local, Duration trip) throws InterruptedException {
    this.duration = trip;
    this.cluster = local.connect();
    this.clients = new Clients(cluster, "darkstore-dev-agents", Deliveries::report);
    this.notifications = new LogReader(cluster, "darkstore-dev-agents");
  }

  /** Starts the trips of a cluster whose topics exist. */
  static Deliveries start(LocalCluster local, Duration trip) throws InterruptedException {
    Deliveries deliveries = new Deliveries(local, trip);
    boolean isStarted = false;
    try {
      deliveries.begin();
      isStarted = true;
      return deliveries;
    } finally {
      if (!isStarted) {
        deliveries.close();
      }
    }
  }

  private void begin() {
    notifications.assign(Topic.DELIVERY_NOTIFICATIONS);
    // Before the agents are read, so that no notification is missed.
    notifications.seekToEnd();
    AgentFold agents = new AgentFold(AGENTS_MAX);
    try (LogReader reader = new LogReader(cluster, "darkstore-dev-agents")) {
      reader.assign(AgentFold.TOPICS.toArray(Topic[]::new));
      reader.readToEnd(record -> agents.accept(LogEntry.of(record)));
    }
    agents.agents().stream()
        .filter(AgentFold.Agent::isAssigned)
        .forEach(agent -> depart(agent.zoneId(), agent.agentId(), agent.orderId().orElseThrow()));
    thread.start();
  }

  private void follow() {
    try {
      while (!isClosing) {
        notifications.poll(POLL).stream().map(LogEntry::of).forEach(this::depart);
      }
    } catch (KafkaException | UnusableException e) {
      report(e);
    }
  }

  private void depart(LogEntry entry) {
    if (entry.envelope().orElse(null) instanceof DeliveryNotification notification
        && notification.getBody() instanceof DeliverOrder order) {
      depart(order.getZoneId(), notification.getAgentId(), notification.getOrderId());
    }
  }

  private void depart(String zoneId, String agentId, String orderId) {
    AgentUpdate completed = new AgentUpdate(zoneId, null, agentId, new DeliveryCompleted(orderId));
    Runnable report =
        () -> {
          var unused = clients.send(completed); // Failures are reported by the client.
        };
    var unused = timers.schedule(report, duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void report(Throwable failure) {
    log.warn("an agent's delivery was not reported: {}", Cluster.rootMessage(failure));
  }

  @Override
  public void close() {
    isClosing = true;
    timers.shutdownNow();
    try {
      thread.join(Duration.ofSeconds(END_SECONDS_MAX).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    notifications.close();
    clients.close();
    cluster.close();
  }
}
