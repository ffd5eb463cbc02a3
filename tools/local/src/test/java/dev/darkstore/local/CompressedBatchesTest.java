package dev.darkstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.local.EmbeddedBroker.Options;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Limits;
import dev.darkstore.setup.topics.TopicSetup;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A compressed batch that a client sends")
@Timeout(60)
class CompressedBatchesTest {
  private static final int INFLATED_BYTES = 20_000_000;

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() throws InterruptedException {
    broker = EmbeddedBroker.start(Options.temporary());
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      TopicSetup.create(admin, Installation.DEFAULT, 1, (short) 1);
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest(name = "{1} on {0}")
  @CsvSource({
    "orders, zstd",
    "orders, gzip",
    "stock-updates, zstd",
    "stock-updates, gzip",
    "agent-updates, zstd",
    "agent-updates, gzip",
    "agent-updates, lz4",
    "agent-updates, snappy"
  })
  @DisplayName("is refused if its decompressed size exceeds the topic's limit")
  void isRefusedIfItInflatesToMoreThanTheTopicAllows(String topic, String codec) {
    try (KafkaProducer<byte[], byte[]> producer = producer(codec)) {
      assertThatThrownBy(() -> send(producer, topic, INFLATED_BYTES).get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(RecordTooLargeException.class);
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @CsvSource({"orders, zstd", "stock-updates, gzip", "agent-updates, lz4", "orders, none"})
  @DisplayName("is accepted if it is full of records of maximum size")
  void isAcceptedIfItIsFullOfRecordsOfTheLargestSize(String topic, String codec)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = producer(codec)) {
      Future<RecordMetadata> last = null;
      for (int i = 0; i < 40; i++) {
        last = send(producer, topic, Limits.RECORD_BYTES);
      }
      assertThat(last.get().serializedValueSize()).isEqualTo(Limits.RECORD_BYTES);
    }
  }

  private static Future<RecordMetadata> send(
      KafkaProducer<byte[], byte[]> producer, String topic, int bytes) {
    return producer.send(new ProducerRecord<>(topic, new byte[bytes]));
  }

  private static KafkaProducer<byte[], byte[]> producer(String codec) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker.bootstrapServers(),
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            codec,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            2 * INFLATED_BYTES,
            ProducerConfig.BATCH_SIZE_CONFIG,
            1_000_000,
            ProducerConfig.LINGER_MS_CONFIG,
            50,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            4L * INFLATED_BYTES),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
