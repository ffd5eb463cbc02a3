package dev.darkstore.runtime.service;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Kafka clients of a service.
 *
 * <p><b>Unknown commits.</b> When a commit is not answered in time its result is unknown. Kafka
 * Streams treats this as a corrupted task and commits the others once more; if that times out too,
 * it can revive the task with an empty store and the offsets of the full one, so that everything in
 * flight is lost silently. Here such a commit fails the thread, so that the service restarts and
 * restores the committed state.
 */
final class ServiceClients extends DefaultKafkaClientSupplier {
  private final Set<Consumer<byte[], byte[]>> consumers = ConcurrentHashMap.newKeySet();
  private final Set<Producer<byte[], byte[]>> producers = ConcurrentHashMap.newKeySet();

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    Consumer<byte[], byte[]> consumer = super.getConsumer(config);
    consumers.add(consumer);
    return consumer;
  }

  /** Interrupts every poll in progress; the polling threads fail. */
  void interruptPolls() {
    consumers.forEach(Consumer::wakeup);
  }

  /**
   * Makes every call that waits for brokers fail, and every later one. A Kafka transaction in
   * progress is aborted by the brokers after its timeout, or by the next producer of its id.
   */
  void closeNow() {
    interruptPolls();
    producers.forEach(producer -> producer.close(Duration.ZERO));
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    Producer<byte[], byte[]> producer = new AnsweredProducer(config);
    producers.add(producer);
    return producer;
  }

  /** Producer whose Kafka transactions fail if the result of a call is unknown. */
  private final class AnsweredProducer extends KafkaProducer<byte[], byte[]> {
    AnsweredProducer(Map<String, Object> config) {
      super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void sendOffsetsToTransaction(
        Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
      answered("sending offsets", () -> super.sendOffsetsToTransaction(offsets, group));
    }

    @Override
    public void commitTransaction() {
      answered("committing", super::commitTransaction);
    }

    @Override
    public void close(Duration timeout) {
      super.close(timeout);
      producers.remove(this);
    }
  }

  /** Makes the call; a timeout is a failure with an unknown result. */
  static void answered(String what, Runnable call) {
    try {
      call.run();
    } catch (TimeoutException e) {
      throw new KafkaException(
          "the brokers did not answer in time when " + what + ": the result is unknown", e);
    }
  }
}
