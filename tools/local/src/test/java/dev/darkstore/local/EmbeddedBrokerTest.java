package dev.darkstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.local.EmbeddedBroker.BrokerStartException;
import dev.darkstore.local.EmbeddedBroker.Options;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerTest {

  private static final String TOPIC = "orders";

  @Nested
  class Running {

    @Test
    void showsOnlyCommittedRecordsToAGroup() throws Exception {
      try (EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary())) {
        createTopic(broker);

        try (KafkaProducer<String, String> producer = producer(broker)) {
          producer.initTransactions();
          producer.beginTransaction();
          producer.send(new ProducerRecord<>(TOPIC, "o-1", "aborted"));
          producer.abortTransaction();
          producer.beginTransaction();
          producer.send(new ProducerRecord<>(TOPIC, "o-1", "first"));
          producer.send(new ProducerRecord<>(TOPIC, "o-1", "second"));
          producer.commitTransaction();
        }

        assertThat(read(broker, 2)).containsExactly("first", "second");
      }
    }

    @Test
    void hasTheFeaturesThatTheServicesRelyOn() throws Exception {
      try (EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary());
          Admin admin = admin(broker)) {
        Map<String, FinalizedVersionRange> features =
            admin.describeFeatures().featureMetadata().get().finalizedFeatures();

        assertThat(features.get("transaction.version").maxVersionLevel()).isEqualTo((short) 2);
        assertThat(features.get("streams.version").maxVersionLevel()).isEqualTo((short) 1);
      }
    }

    @Test
    @DisplayName("refuses a Kafka transaction that could block readers for more than a minute")
    void refusesAKafkaTransactionThatMayHoldUpReadersForMoreThanAMinute() {
      try (EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary());
          KafkaProducer<String, String> producer =
              new KafkaProducer<>(
                  Map.of(
                      "bootstrap.servers",
                      broker.bootstrapServers(),
                      "transactional.id",
                      "long",
                      "transaction.timeout.ms",
                      "60001"),
                  new StringSerializer(),
                  new StringSerializer())) {
        assertThatThrownBy(producer::initTransactions)
            .isInstanceOf(KafkaException.class)
            .hasMessageContaining("timeout is larger than the maximum value allowed");
      }
    }

    @Test
    void createsNoTopicByItself() throws Exception {
      try (EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary());
          Admin admin = admin(broker)) {
        assertThatThrownBy(() -> admin.describeTopics(List.of(TOPIC)).allTopicNames().get())
            .hasMessageContaining("does not host this topic-partition");
        assertThat(admin.listTopics().names().get()).isEmpty();
      }
    }

    @Test
    void listensOnTheLoopbackPortThatWasAskedFor() throws Exception {
      int free = freePort();
      try (EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary().onPort(free))) {
        assertThat(broker.port()).isEqualTo(free);
        assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + free);
      }
    }

    @Test
    void takesFurtherBrokerProperties() throws Exception {
      Options options = Options.temporary().with("auto.create.topics.enable", "true");
      try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
        try (KafkaProducer<String, String> producer = producer(broker)) {
          producer.initTransactions();
          producer.beginTransaction();
          producer.send(new ProducerRecord<>(TOPIC, "o-1", "placed"));
          producer.commitTransaction();
        }

        assertThat(read(broker, 1)).containsExactly("placed");
      }
    }

    @Test
    void runsBesideAnotherBroker() throws Exception {
      try (EmbeddedBroker one = EmbeddedBroker.start(Options.temporary());
          EmbeddedBroker other = EmbeddedBroker.start(Options.temporary())) {
        createTopic(one);

        try (Admin admin = admin(other)) {
          assertThat(admin.listTopics().names().get()).isEmpty();
        }
      }
    }
  }

  @Nested
  class Data {

    @Test
    void surviveARestartOnAGivenDirectory(@TempDir Path directory) throws Exception {
      Options options = Options.keptIn(directory.resolve("not/there/yet"));
      try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
        createTopic(broker);
        try (KafkaProducer<String, String> producer = producer(broker)) {
          producer.initTransactions();
          producer.beginTransaction();
          producer.send(new ProducerRecord<>(TOPIC, "o-1", "placed"));
          producer.commitTransaction();
        }
      }

      try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
        assertThat(read(broker, 1)).containsExactly("placed");
      }
    }

    @Test
    void areGoneWithATemporaryBroker() throws Exception {
      Path directory;
      try (EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary())) {
        createTopic(broker);
        directory = dataDirectory(broker);
        assertThat(directory).isNotEmptyDirectory();
      }

      assertThat(directory).doesNotExist();
    }

    @Test
    void belongToOneBrokerAtATime(@TempDir Path directory) {
      try (EmbeddedBroker broker = EmbeddedBroker.start(Options.keptIn(directory))) {
        assertThat(broker.port()).isPositive();
        assertThatThrownBy(() -> EmbeddedBroker.start(Options.keptIn(directory)))
            .isInstanceOf(BrokerStartException.class)
            .hasMessageContainingAll("Another broker is running", directory.toString());
      }
    }

    @Test
    void neverMoveIntoADirectoryWithSomethingElseInIt(@TempDir Path directory) throws Exception {
      Files.writeString(directory.resolve("letters.txt"), "Dear grocer");

      assertThatThrownBy(() -> EmbeddedBroker.start(Options.keptIn(directory)))
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContainingAll("neither empty nor", directory.toString());
    }
  }

  @Nested
  class FailedStart {

    @Test
    void namesTheTakenPort() throws Exception {
      try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
        Options options = Options.temporary().onPort(other.getLocalPort());

        assertThatThrownBy(() -> EmbeddedBroker.start(options))
            .isInstanceOf(BrokerStartException.class)
            .hasMessageContainingAll(
                "Port " + other.getLocalPort(), "127.0.0.1", "Address already in use");
      }
    }

    @Test
    void namesThePropertyThatKafkaRefuses() {
      assertThatThrownBy(
              () -> EmbeddedBroker.start(Options.temporary().with("num.io.threads", "many")))
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining("num.io.threads");
    }

    @Test
    void refusesAPortThatCannotExist() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Options.temporary().onPort(65_536))
          .withMessageContaining("65536");
    }

    @Test
    void leavesNothingRunning(@TempDir Path directory) throws Exception {
      int port = freePort();
      Options options = Options.keptIn(directory).onPort(port);
      EmbeddedBroker.start(options).close();
      // Detected only once the controller is up and the broker half started.
      Files.createDirectory(directory.resolve("not a partition"));
      Set<Thread> before = Thread.getAllStackTraces().keySet();

      assertThatThrownBy(() -> EmbeddedBroker.start(options))
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContaining("not a partition");

      assertNothingRunsBut(before);
      Files.delete(directory.resolve("not a partition"));
      EmbeddedBroker.start(options).close();
    }
  }

  @Test
  void closesOnceAndForAll() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary());

    broker.close();
    broker.close();

    assertNothingRunsBut(before);
    try (ServerSocket free =
        new ServerSocket(broker.port(), 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(free.isBound()).isTrue();
    }
  }

  private static void assertNothingRunsBut(Set<Thread> before) throws InterruptedException {
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    // One pair per process, started with the first broker and shared by all.
    left.removeIf(thread -> thread.getName().startsWith("metrics-meter-tick-thread"));
    for (Thread thread : left) {
      // A thread may need a moment to end.
      thread.join(5_000);
    }
    assertThat(left).filteredOn(Thread::isAlive).extracting(Thread::getName).isEmpty();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static Path dataDirectory(EmbeddedBroker broker) throws Exception {
    try (Admin admin = admin(broker)) {
      return Path.of(
          admin
              .describeLogDirs(List.of(1))
              .allDescriptions()
              .get()
              .get(1)
              .keySet()
              .iterator()
              .next());
    }
  }

  private static void createTopic(EmbeddedBroker broker) throws Exception {
    try (Admin admin = admin(broker)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
    }
  }

  private static List<String> read(EmbeddedBroker broker, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(),
            "group.id", "reader",
            "auto.offset.reset", "earliest",
            "isolation.level", "read_committed");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      while (values.size() < count) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static KafkaProducer<String, String> producer(EmbeddedBroker broker) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer");
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
