package dev.darkstore.chaos.load;

import dev.darkstore.schemas.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Factory of the harness's Kafka clients, which use no proxy. */
public record Clients(String bootstrap, int partitions) {
  /** Request time-out; a later reply will not come, since the broker was killed. */
  private static final int ANSWER_MILLIS = 5_000;

  /** Delivery time-out, longer than any outage of the plan. */
  private static final int DELIVERY_MILLIS = 120_000;

  /** A producer whose acknowledgement means that the record is on two brokers at least, once. */
  KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
            ProducerConfig.ACKS_CONFIG, "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
            ProducerConfig.LINGER_MS_CONFIG, 5,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MILLIS),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** A reader of all partitions of the topics, from where it is told to. */
  public KafkaConsumer<byte[], byte[]> consumer(boolean committedOnly, List<Topic> topics) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        committedOnly ? "read_committed" : "read_uncommitted");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2 * ANSWER_MILLIS);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(
        topics.stream()
            .flatMap(
                topic ->
                    IntStream.range(0, partitions)
                        .mapToObj(p -> new TopicPartition(topic.topicName(), p)))
            .toList());
    return consumer;
  }
}
