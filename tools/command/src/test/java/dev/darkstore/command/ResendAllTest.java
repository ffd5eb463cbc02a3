package dev.darkstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.local.EmbeddedBroker;
import dev.darkstore.local.EmbeddedBroker.Options;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.setup.topics.TopicSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code dead-letters resend --all} against a broker without services. */
@DisplayName("The command 'dead-letters resend --all'")
@Timeout(60)
class ResendAllTest {
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws InterruptedException {
    broker = EmbeddedBroker.start(Options.temporary());
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      TopicSetup.create(admin, Installation.DEFAULT, 1, (short) 1);
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  @DisplayName("leaves orders whose outcome may be forgotten, and sends the rest as clients did")
  void leavesOrdersThatMayHaveBeenPlacedBefore() {
    letter("o-old", DeadLetterReason.OLDER_THAN_RETENTION);
    letter("o-misrouted", DeadLetterReason.WRONG_PARTITION);

    Run run =
        Run.of(
            "dead-letters resend --all", List.of("--bootstrap-server", broker.bootstrapServers()));

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsSubsequence(
            "0-0       not sent: the order is older than outcomes are remembered",
            "0-1       sent again as orders-0@0",
            "1 sent again, 1 left");
    assertThat(run.status()).isEqualTo(1);
    List<ConsumerRecord<byte[], byte[]>> orders = orders();
    assertThat(orders).hasSize(1);
    assertThat(orders.get(0).key()).isEqualTo("o-misrouted".getBytes(UTF_8));
    assertThat(orders.get(0).headers().toArray())
        .extracting(header -> header.key())
        .containsExactly("shop");
  }

  private void letter(String orderId, DeadLetterReason reason) {
    Headers headers =
        new DeadLetterHeaders(reason, "why", Topic.ORDERS.topicName(), 0, 5, OptionalLong.of(1))
            .toHeaders();
    headers.add("shop", new byte[] {1});
    byte[] order =
        """
        {"type":"PlaceOrder","orderId":"%s","customerId":"c","storeId":"s","zoneId":"z",
         "lines":[{"sku":"milk","quantity":1}]}
        """
            .formatted(orderId)
            .getBytes(UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(
          new ProducerRecord<>(
              Topic.DEAD_LETTERS.topicName(), 0, orderId.getBytes(UTF_8), order, headers));
    }
  }

  /** Returns all that is visible on the topic of orders. */
  private List<ConsumerRecord<byte[], byte[]>> orders() {
    TopicPartition partition = new TopicPartition(Topic.ORDERS.topicName(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      return consumer.poll(Duration.ofSeconds(20)).records(partition);
    }
  }
}
