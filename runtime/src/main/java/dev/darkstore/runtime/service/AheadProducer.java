package dev.darkstore.runtime.service;

import dev.darkstore.runtime.output.AheadSender;
import dev.darkstore.runtime.settings.Profile;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Sender ahead of the commit over an idempotent producer without Kafka transactions; all tasks of a
 * service in this process share it.
 */
final class AheadProducer implements AheadSender, AutoCloseable {
  /** Maximum wait of a record for the brokers; afterwards the service restarts. */
  private static final int DELIVERY_MILLIS = 30_000;

  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /** Creates a sender with this producer, which it closes. */
  AheadProducer(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /** Creates a sender that connects with the configuration of the service's Kafka Streams. */
  static AheadProducer connect(
      String applicationId, Profile profile, Map<String, Object> streamsConfig) {
    String clientId = applicationId + "-ahead";
    Map<String, Object> config = new StreamsConfig(streamsConfig).getProducerConfigs(clientId);
    config.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    // An order waits for the linger time four times; a commit does not, since it flushes.
    config.put(ProducerConfig.LINGER_MS_CONFIG, profile.lingerMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    return new AheadProducer(
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  @Override
  public void send(String topic, byte[] key, byte[] value, Headers headers, long timestampMillis) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, null, timestampMillis, key, value, headers),
            (written, error) -> {
              if (error != null) {
                failure.compareAndSet(null, error);
              }
            });
  }

  @Override
  public void flush() {
    producer.flush();
    Exception first = failure.get();
    if (first != null) {
      throw new KafkaException("a record sent ahead of the commit could not be written", first);
    }
  }

  /** Discards unsent records: no committed state relies on them. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
