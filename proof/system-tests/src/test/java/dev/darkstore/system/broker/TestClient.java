package dev.darkstore.system.broker;

import dev.darkstore.events.AgentMovement;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.harness.AdminRequests;
import dev.darkstore.harness.KafkaClients;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Clients outside the services: producers of JSON, and a read-committed consumer of all topics. */
final class TestClient implements AutoCloseable {
  private static final int PARTITIONS = 2;

  /** Dead letter with its headers decoded. */
  record DeadLetter(DeadLetterHeaders headers, byte[] value) {}

  private final String bootstrapServers;
  private final Duration patience;
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<Topic, List<ConsumerRecord<byte[], byte[]>>> read = new LinkedHashMap<>();

  TestClient(String bootstrapServers, Duration patience) {
    this.bootstrapServers = bootstrapServers;
    this.patience = patience;
    this.producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new StringSerializer(),
            new StringSerializer());
    this.consumer =
        KafkaClients.consumer(
            bootstrapServers,
            Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"));
  }

  /** Creates all topics, with two partitions unless another count is given. */
  void createTopics(Map<Topic, Integer> partitions) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      AdminRequests.createTopics(
          admin,
          topic ->
              new NewTopic(
                  topic.topicName(), partitions.getOrDefault(topic, PARTITIONS), (short) 1));
    }
    consumer.assign(
        Installation.DEFAULT.topics().stream()
            .flatMap(
                topic ->
                    IntStream.range(0, partitions.getOrDefault(topic, PARTITIONS))
                        .mapToObj(p -> new TopicPartition(topic.topicName(), p)))
            .toList());
    consumer.seekToBeginning(consumer.assignment());
  }

  /** Returns a setting of any topic, as the broker applies it. */
  String topicSetting(String topic, String setting) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      return admin
          .describeConfigs(List.of(resource))
          .values()
          .get(resource)
          .get()
          .get(setting)
          .value();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(topic + " cannot be described", e);
    }
  }

  /** Deletes all records of a topic, as its retention would. */
  void deleteRecords(Topic topic) {
    Map<TopicPartition, RecordsToDelete> all =
        consumer.assignment().stream()
            .filter(partition -> partition.topic().equals(topic.topicName()))
            .collect(
                Collectors.toMap(
                    partition -> partition,
                    // -1: up to the end.
                    partition -> RecordsToDelete.beforeOffset(-1)));
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.deleteRecords(all).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(topic + " cannot be emptied", e);
    }
  }

  void raw(Topic topic, String key, String value) {
    send(new ProducerRecord<>(topic.topicName(), key, value));
  }

  void send(ProducerRecord<String, String> record) {
    producer.send(record);
    producer.flush();
  }

  void stock(String storeId, String sku, int quantity) {
    raw(
        Topic.STOCK_UPDATES,
        storeId,
        """
        {"type":"StockReceived","storeId":"%s","lines":[{"sku":"%s","quantity":%d}]}"""
            .formatted(storeId, sku, quantity));
  }

  /** Brings an agent online; returns once they have entered the zone. */
  void agent(String zoneId, String agentId) {
    raw(
        Topic.AGENT_UPDATES,
        zoneId,
        """
        {"type":"AgentOnline","zoneId":"%s","agentId":"%s"}"""
            .formatted(zoneId, agentId));
    Awaitility.await("agent " + agentId + " to enter zone " + zoneId)
        .atMost(patience)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              poll();
              return decoded(Topic.AGENT_EVENTS).stream()
                  .map(SupplyEvent.class::cast)
                  .filter(event -> event.getMove() == AgentMovement.ENTERED)
                  .map(event -> (SupplyApplied) event.getBody())
                  .anyMatch(entered -> entered.getBalances().get(0).getUnit().equals(agentId));
            });
  }

  void order(String orderId, String storeId, String zoneId, String sku, int quantity) {
    raw(Topic.ORDERS, orderId, orderJson(orderId, storeId, zoneId, sku, quantity));
  }

  static String orderJson(String orderId, String storeId, String zoneId, String sku, int quantity) {
    return """
        {"type":"PlaceOrder","orderId":"%s","customerId":"c-1","storeId":"%s","zoneId":"%s",\
        "lines":[{"sku":"%s","quantity":%d}]}"""
        .formatted(orderId, storeId, zoneId, sku, quantity);
  }

  /** Returns the events that the order's customer received, once one is of this kind. */
  List<OrderEvent> eventsOf(String orderId, Class<?> last) {
    List<OrderEvent> events = new ArrayList<>();
    Awaitility.await("order " + orderId + " to have " + last.getSimpleName())
        .atMost(patience)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              poll();
              events.clear();
              for (SpecificRecord event : decoded(Topic.ORDER_EVENTS)) {
                if (((OrderEvent) event).getOrderId().equals(orderId)) {
                  events.add((OrderEvent) event);
                }
              }
              return events.stream().anyMatch(event -> last.isInstance(event.getBody()));
            });
    return events;
  }

  /** Returns the values of a topic, once there are this many. */
  List<SpecificRecord> values(Topic topic, int count) {
    awaitRecords(topic, count);
    return decoded(topic);
  }

  /** Returns the records of a topic, once there are this many. */
  List<ConsumerRecord<byte[], byte[]>> records(Topic topic, int count) {
    awaitRecords(topic, count);
    return List.copyOf(read.get(topic));
  }

  /** Returns the dead letters, once there are this many. */
  List<DeadLetter> deadLetters(int count) {
    awaitRecords(Topic.DEAD_LETTERS, count);
    return read.get(Topic.DEAD_LETTERS).stream()
        .map(r -> new DeadLetter(DeadLetterHeaders.read(r.headers()).orElseThrow(), r.value()))
        .toList();
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }

  private void awaitRecords(Topic topic, int count) {
    Awaitility.await(count + " records on " + topic.topicName())
        .atMost(patience)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              poll();
              return read.getOrDefault(topic, List.of()).size() >= count;
            });
  }

  private void poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
      read.computeIfAbsent(Topic.named(record.topic()).orElseThrow(), t -> new ArrayList<>())
          .add(record);
    }
  }

  private List<SpecificRecord> decoded(Topic topic) {
    List<SpecificRecord> values = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : read.getOrDefault(topic, List.of())) {
      try {
        values.add(EventCodec.of(topic).decode(record.value()));
      } catch (UnreadableRecordException e) {
        throw new AssertionError(
            "unreadable on %s: %s"
                .formatted(topic.topicName(), new String(record.value(), StandardCharsets.UTF_8)),
            e);
      }
    }
    return values;
  }
}
