package dev.darkstore.harness;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Producer that counts the records not acknowledged yet. Thread-safe. */
public final class Sender implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private final Consumer<Exception> onFailure;
  private final AtomicInteger inFlight = new AtomicInteger();

  /**
   * Creates a sender.
   *
   * @param producer its producer, which is closed with it
   * @param onFailure receives the failure when a record is not acknowledged
   */
  public Sender(KafkaProducer<byte[], byte[]> producer, Consumer<Exception> onFailure) {
    this.producer = producer;
    this.onFailure = onFailure;
  }

  /** Sends a record to the partition of its key. */
  public void send(String topic, String key, byte[] value) {
    send(new ProducerRecord<>(topic, bytes(key), value), () -> {});
  }

  /** Sends a record to a partition, and calls back when it is acknowledged. */
  public void send(String topic, int partition, String key, byte[] value, Runnable acknowledged) {
    send(new ProducerRecord<>(topic, partition, bytes(key), value), acknowledged);
  }

  /** Sends a record, and calls back when it is acknowledged. */
  public void send(ProducerRecord<byte[], byte[]> record, Runnable acknowledged) {
    inFlight.incrementAndGet();
    var unused =
        producer.send(
            record,
            (metadata, failure) -> {
              inFlight.decrementAndGet();
              if (failure == null) {
                acknowledged.run();
              } else {
                onFailure.accept(failure);
              }
            });
  }

  /** Returns the number of records sent but not acknowledged yet. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Waits until no record is in flight. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
