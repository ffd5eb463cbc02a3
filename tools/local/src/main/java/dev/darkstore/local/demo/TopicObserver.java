package dev.darkstore.local.demo;

import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.log.LogEntry.Unreadable;
import dev.darkstore.client.log.SeenEvent;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Observer of every topic, limited to committed records, as for a customer or an agent; notes the
 * events of each order.
 */
final class TopicObserver implements AutoCloseable {
  private static final Set<Topic> UNREAD =
      Set.of(Topic.DEAD_LETTERS, Topic.STOCK_UPDATES, Topic.STOCK_EVENTS, Topic.AGENT_MOVES);
  private static final Duration POLL = Duration.ofMillis(200);

  private final LogReader reader;
  private final DemoOrders ledger;
  private final Consumer<DeliveryNotification> agents;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * Creates an observer, to be started with {@link #start}.
   *
   * @param agents consumer of the notifications to agents
   */
  TopicObserver(
      Map<String, Object> config, DemoOrders ledger, Consumer<DeliveryNotification> agents) {
    this.ledger = ledger;
    this.agents = agents;
    this.reader = new LogReader(config, Installation.DEFAULT, "darkstore-demo-observer");
    this.thread = new Thread(this::read, "demo-observer");
  }

  /** Starts to read. */
  void start() {
    thread.start();
  }

  private void read() {
    try (reader) {
      reader.assign(
          Installation.DEFAULT.topics().stream()
              .filter(topic -> !UNREAD.contains(topic))
              .toArray(Topic[]::new));
      while (!closing) {
        List<ConsumerRecord<byte[], byte[]>> records = reader.poll(POLL);
        long seenNanos = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          note(record, seenNanos);
        }
      }
    } catch (WakeupException e) {
      if (!closing) {
        ledger.fail(e);
      }
    } catch (RuntimeException e) {
      ledger.fail(e);
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record, long seenNanos) {
    LogEntry entry = LogEntry.of(record);
    if (entry.body() instanceof Unreadable unreadable) {
      throw new IllegalStateException("unreadable record: " + unreadable.detail());
    }
    SeenEvent event =
        new SeenEvent(entry.topic(), entry.body(), entry.timestampMillis(), seenNanos);
    if (entry.topic().equals(Topic.AGENT_UPDATES)) {
      ledger.seenUpdate();
    } else if (entry.envelope().orElse(null) instanceof SupplyEvent answer
        && answer.getMove() == null) {
      ledger.seenAnswer();
    }
    entry.orderId().ifPresent(orderId -> ledger.seen(orderId, event));
    entry
        .envelope()
        .filter(DeliveryNotification.class::isInstance)
        .map(DeliveryNotification.class::cast)
        .ifPresent(agents);
  }

  /** Stops reading. */
  @Override
  public void close() {
    closing = true;
    reader.wakeup();
    Threads.join(thread);
  }
}
