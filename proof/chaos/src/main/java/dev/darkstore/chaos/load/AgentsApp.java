package dev.darkstore.chaos.load;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.HarnessException;
import dev.darkstore.harness.ReaderThread;
import dev.darkstore.harness.Sender;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** App of the agents: every notified agent reports the delivery as completed a while later. */
final class AgentsApp implements AutoCloseable {
  private static final Duration TRIP = Duration.ofSeconds(1);

  /** Trip in progress. */
  private record Trip(String zoneId, String agentId, String orderId, long endsAtNanos) {}

  private final RunFixture world;
  private final Sender sender;
  private final Deque<Trip> trips = new ArrayDeque<>();
  private final ReaderThread reader;

  AgentsApp(Clients clients, RunFixture world, OutcomeLedger ledger, Failures failures) {
    this.world = world;
    this.sender = clients.sender(ledger);
    this.reader =
        new ReaderThread(
            "agents app",
            clients.consumer(true, List.of(Topic.DELIVERY_NOTIFICATIONS)),
            Clients.POLL,
            this::handle,
            this::arrive,
            failures);
  }

  @Override
  public void close() {
    reader.close();
    sender.close();
  }

  private void handle(ConsumerRecord<byte[], byte[]> record) {
    DeliveryNotification notification;
    try {
      notification = EventCodec.DELIVERY_NOTIFICATIONS.decode(record.value());
    } catch (UnreadableRecordException e) {
      throw new HarnessException("cannot decode a delivery notification", e);
    }
    String zone = ((DeliverOrder) notification.getBody()).getZoneId();
    trips.addLast(
        new Trip(
            zone,
            notification.getAgentId(),
            notification.getOrderId(),
            System.nanoTime() + TRIP.toNanos()));
  }

  /** Trips in progress, in the order of their ends, since all have the same duration. */
  private void arrive() {
    long nowNanos = System.nanoTime();
    while (!trips.isEmpty() && trips.peekFirst().endsAtNanos() <= nowNanos) {
      Trip trip = trips.removeFirst();
      AgentUpdate completed =
          new AgentUpdate(
              trip.zoneId(),
              "completed-" + trip.orderId(),
              trip.agentId(),
              new DeliveryCompleted(trip.orderId()));
      sender.send(
          Topic.AGENT_UPDATES.topicName(),
          world.partitionOf(trip.zoneId()),
          trip.zoneId(),
          EventCodec.AGENT_UPDATES.encode(completed),
          () -> {});
    }
  }
}
