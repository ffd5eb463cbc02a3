package dev.darkstore.command.demo;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
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
final class Observer implements AutoCloseable {
  private static final Set<Topic> READ =
      EnumSet.complementOf(EnumSet.of(Topic.DEAD_LETTERS, Topic.STOCK_UPDATES));
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Ledger ledger;
  private final Consumer<DeliveryNotification> agents;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * A reader that has yet to {@link #start}.
   *
   * @param agents is given what agents are told
   */
  Observer(String bootstrapServers, Ledger ledger, Consumer<DeliveryNotification> agents) {
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
    } catch (UnreadableRecordException | RuntimeException e) {
      ledger.fail(e);
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record, long seenNanos)
      throws UnreadableRecordException {
    Topic topic = Topic.named(record.topic()).orElseThrow();
    SpecificRecord value = EventCodec.of(topic).read(record.value());
    if (value instanceof OrderRequest request) {
      see(request.getOrderId(), request.getBody(), record, seenNanos);
    } else if (value instanceof BranchCommand command) {
      see(command.getOrderId(), command.getBody(), record, seenNanos);
    } else if (value instanceof BranchEvent event) {
      see(event.getOrderId(), event.getBody(), record, seenNanos);
    } else if (value instanceof OrderEvent event) {
      see(event.getOrderId(), event.getBody(), record, seenNanos);
    } else if (value instanceof StoreNotification notification) {
      see(notification.getOrderId(), notification.getBody(), record, seenNanos);
    } else if (value instanceof DeliveryNotification notification) {
      see(notification.getOrderId(), notification.getBody(), record, seenNanos);
      agents.accept(notification);
    } else if (value instanceof AgentUpdate update) {
      if (update.getBody() instanceof DeliveryCompleted completed) {
        see(completed.getOrderId(), completed, record, seenNanos);
      }
    } else {
      throw new IllegalStateException("unhandled record " + value.getClass().getName());
    }
  }

  private void see(
      String orderId, Object body, ConsumerRecord<byte[], byte[]> record, long seenNanos) {
    Topic topic = Topic.named(record.topic()).orElseThrow();
    ledger.seen(orderId, new SeenEvent(topic, body, record.timestamp(), seenNanos));
  }

  /** Stops reading. */
  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    Threads.join(thread);
  }
}
