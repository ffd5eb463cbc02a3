package dev.darkstore.client.cluster;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.schemas.EventJson;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Producer for external clients: customers, back office and agents' app, who write JSON. */
public final class Clients implements AutoCloseable {
  private static final int ANSWER_MILLIS_MAX = 10_000;
  private static final int DELIVERY_MILLIS_MAX = 30_000;

  private final KafkaProducer<String, String> producer;
  private final Installation installation;
  private final Consumer<Throwable> onFailure;

  /**
   * Connects to the installation of the cluster.
   *
   * @param clientId client id without the installation's prefix
   * @param onFailure receives the failure when a record could not be written
   */
  public Clients(Cluster cluster, String clientId, Consumer<Throwable> onFailure) {
    this(cluster.config(), cluster.installation(), clientId, onFailure);
  }

  /**
   * Connects to the installation without a prefix.
   *
   * @param config configuration of a Kafka client
   * @param onFailure receives the failure when a record could not be written
   */
  public Clients(Map<String, Object> config, String clientId, Consumer<Throwable> onFailure) {
    this(config, Installation.DEFAULT, clientId, onFailure);
  }

  private Clients(
      Map<String, Object> config,
      Installation installation,
      String clientId,
      Consumer<Throwable> onFailure) {
    this.installation = installation;
    this.onFailure = onFailure;
    Map<String, Object> own = new HashMap<>(config);
    own.put(ProducerConfig.CLIENT_ID_CONFIG, installation.prefixed(clientId));
    // A customer's order is sent at once, neither lost nor duplicated; a waiting caller learns of a
    // failure within half a minute.
    own.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    own.put(ProducerConfig.ACKS_CONFIG, "all");
    own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MILLIS_MAX);
    own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS_MAX);
    own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS_MAX);
    this.producer = new KafkaProducer<>(own, new StringSerializer(), new StringSerializer());
  }

  /** Sends an order or a cancellation. */
  public Future<RecordMetadata> send(OrderRequest order) {
    return send(Topic.ORDERS, order.getOrderId(), order);
  }

  /** Sends a store's supply. */
  public Future<RecordMetadata> send(StockUpdate update) {
    return send(Topic.STOCK_UPDATES, update.getStoreId(), update);
  }

  /** Sends an update of an agent's app. */
  public Future<RecordMetadata> send(AgentUpdate update) {
    return send(Topic.AGENT_UPDATES, update.getZoneId(), update);
  }

  /**
   * Waits until the record is acknowledged, and returns its position.
   *
   * @throws UnusableException if it could not be written
   */
  public static RecordMetadata await(Future<RecordMetadata> sent) throws InterruptedException {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      throw new UnusableException("the record could not be sent: " + Cluster.rootMessage(e), e);
    }
  }

  /** Waits until all sent records are acknowledged. */
  public void flush() {
    producer.flush();
  }

  private Future<RecordMetadata> send(Topic topic, String key, SpecificRecord record) {
    return producer.send(
        new ProducerRecord<>(installation.nameOf(topic), key, EventJson.toJson(record)),
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
