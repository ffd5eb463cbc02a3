package dev.darkstore.command.demo;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.schemas.EventJson;
import dev.darkstore.schemas.Topic;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The world outside: customers, back office and agents' app, who write JSON with an ordinary
 * producer.
 */
final class Clients implements AutoCloseable {
  private final KafkaProducer<String, String> producer;
  private final Consumer<Throwable> onFailure;

  /**
   * Connects.
   *
   * @param onFailure is told when a record could not be written
   */
  Clients(String bootstrapServers, Consumer<Throwable> onFailure) {
    this.onFailure = onFailure;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "darkstore-demo-clients",
                // A customer's order goes out at once.
                ProducerConfig.LINGER_MS_CONFIG,
                0),
            new StringSerializer(),
            new StringSerializer());
  }

  void send(OrderRequest order) {
    send(Topic.ORDERS, order.getOrderId(), order);
  }

  void send(StockUpdate update) {
    send(Topic.STOCK_UPDATES, update.getStoreId(), update);
  }

  void send(AgentUpdate update) {
    send(Topic.AGENT_UPDATES, update.getZoneId(), update);
  }

  /** Waits until everything that was sent is acknowledged. */
  void flush() {
    producer.flush();
  }

  private void send(Topic topic, String key, SpecificRecord record) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic.topicName(), key, EventJson.toJson(record)),
            (metadata, failure) -> {
              if (failure != null) {
                onFailure.accept(failure);
              }
            });
  }

  @Override
  public void close() {
    producer.close();
  }
}
