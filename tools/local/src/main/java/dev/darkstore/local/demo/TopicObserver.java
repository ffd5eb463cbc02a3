package dev.darkstore.local.demo;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.log.LogEntry.Unreadable;
import dev.darkstore.client.log.SeenEvent;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads every topic as a customer or an agent would, committed records only, and notes what it sees
 * of each order.
 */
final class TopicObserver implements AutoCloseable {
  private static final Set<Topic> READ =
      EnumSet.complementOf(
          EnumSet.of(
              Topic.DEAD_LETTERS, Topic.STOCK_UPDATES, Topic.STOCK_EVENTS, Topic.AGENT_MOVES));
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final DemoOrders ledger;
  private final Consumer<DeliveryNotification> agents;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * A reader that has yet to {@link #start}.
   *
   * @param agents is given what agents are told
   */
  TopicObserver(String bootstrapServers, DemoOrders ledger, Consumer<DeliveryNotification> agents) {
    this.ledger = ledger;
    this.agents = agents;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG, "darkstore-demo-observer",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.thread = new Thread(this::read, "demo-observer");
  }

  /** Starts to read. */
  void start() {
    thread.start();
  }

  private void read() {
    try (consumer) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (Topic topic : READ) {
        consumer
            .partitionsFor(topic.topicName())
            .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
      }
      consumer.assign(partitions);
      while (!closing) {
        Iterable<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL);
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
      throw new IllegalStateException("a record that cannot be read: " + unreadable.detail());
    }
    SeenEvent event =
        new SeenEvent(entry.topic(), entry.body(), entry.timestampMillis(), seenNanos);
    if (entry.topic() == Topic.AGENT_UPDATES) {
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
    consumer.wakeup();
    Threads.join(thread);
  }
}
