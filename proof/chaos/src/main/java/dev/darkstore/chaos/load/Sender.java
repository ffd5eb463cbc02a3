package dev.darkstore.chaos.load;

import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Producer that counts the records not acknowledged yet. Thread-safe. */
final class Sender implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private final OutcomeLedger ledger;
  private final AtomicInteger inFlight = new AtomicInteger();

  Sender(Clients clients, OutcomeLedger ledger) {
    this.producer = clients.producer();
    this.ledger = ledger;
  }

  /** Sends a record; a missing acknowledgement is recorded in the ledger. */
  void send(Topic topic, int partition, String key, byte[] value, Runnable acknowledged) {
    inFlight.incrementAndGet();
    Callback callback =
        (metadata, failure) -> {
          inFlight.decrementAndGet();
          if (failure == null) {
            acknowledged.run();
          } else {
            ledger.notAcknowledged();
          }
        };
    var unused =
        producer.send(
            new ProducerRecord<>(
                topic.topicName(), partition, key.getBytes(StandardCharsets.UTF_8), value),
            callback);
  }

  /** Returns the number of records sent but not acknowledged yet. */
  int inFlight() {
    return inFlight.get();
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }
}
