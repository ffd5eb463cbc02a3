package dev.darkstore.runtime.service;

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
 * Streams takes that for a corrupted task, commits the others once more, and if that times out too
 * it can revive the task over an empty store with the offsets of the full one: all that is in
 * flight is forgotten in silence. Here such a commit is a failure of the thread, so that the
 * service starts again and restores what was committed.
 */
final class ServiceClients extends DefaultKafkaClientSupplier {
  private final Set<Consumer<byte[], byte[]>> consumers = ConcurrentHashMap.newKeySet();

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    Consumer<byte[], byte[]> consumer = super.getConsumer(config);
    consumers.add(consumer);
    return consumer;
  }

  /** Ends every poll that is under way; the threads that polled fail. */
  void interruptPolls() {
    consumers.forEach(Consumer::wakeup);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()) {
      @Override
      public void sendOffsetsToTransaction(
          Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        answered("sending offsets", () -> super.sendOffsetsToTransaction(offsets, group));
      }

      @Override
      public void commitTransaction() {
        answered("committing", super::commitTransaction);
      }
    };
  }

  /** Makes the call; an answer that does not come in time is a failure, not an answer. */
  static void answered(String what, Runnable call) {
    try {
      call.run();
    } catch (TimeoutException e) {
      throw new KafkaException(
          "the brokers did not answer in time when " + what + ": the result is unknown", e);
    }
  }
}
