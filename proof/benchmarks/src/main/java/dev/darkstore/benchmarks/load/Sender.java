package dev.darkstore.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what comes from outside; a record that is not acknowledged fails the run. */
final class Sender implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  Sender(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                // A little company for records that come together, and hardly a wait for one alone.
                ProducerConfig.LINGER_MS_CONFIG,
                "1"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void send(String topic, String key, byte[] value) {
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(topic, key.getBytes(StandardCharsets.US_ASCII), value),
            (metadata, error) -> {
              if (error != null) {
                failure.compareAndSet(null, error);
              }
            });
  }

  /** Waits until everything is acknowledged; fails if something was not. */
  void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("a record was not acknowledged", failure.get());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
