package dev.darkstore.chaos.load;

import dev.darkstore.harness.KafkaClients;
import dev.darkstore.harness.Sender;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Factory of the harness's Kafka clients, which use no proxy. */
public record Clients(String bootstrap, int partitions) {
  /** Maximum duration of a poll. */
  static final Duration POLL = Duration.ofMillis(20);

  /** Request time-out; a later reply will not come, since the broker was killed. */
  private static final int ANSWER_MILLIS = 5_000;

  /** Delivery time-out, longer than any outage of the plan. */
  private static final int DELIVERY_MILLIS = 120_000;

  /** Returns a sender whose missing acknowledgements are recorded in the ledger. */
  Sender sender(OutcomeLedger ledger) {
    return new Sender(
        KafkaClients.producer(
            bootstrap,
            Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                DELIVERY_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                DELIVERY_MILLIS)),
        failure -> ledger.notAcknowledged());
  }

  /** A reader of all partitions of the topics, from where it is told to. */
  public KafkaConsumer<byte[], byte[]> consumer(boolean committedOnly, List<Topic> topics) {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaClients.consumer(
            bootstrap,
            Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                committedOnly ? "read_committed" : "read_uncommitted",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                2 * ANSWER_MILLIS));
    consumer.assign(KafkaClients.partitions(topics, Topic::topicName, partitions));
    return consumer;
  }
}
