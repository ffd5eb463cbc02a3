package dev.darkstore.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Installation;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryMirrorTest {
  private static final byte[] KEY = "o-1".getBytes(StandardCharsets.UTF_8);
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");
  private static final byte[] REJECTED =
      EventCodec.ORDER_EVENTS.encode(
          new OrderEvent(
              "o-1", NOON, new OrderRejected(new Refusal(Reason.CANCELLED, "it was", List.of()))));

  private StubRegistry registry;
  private TopologyTestDriver driver;

  @BeforeEach
  void start() throws IOException {
    registry = StubRegistry.start();
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "mirror");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    driver =
        new TopologyTestDriver(
            RegistryMirror.topology(
                RegistryMirror.formats(
                    new RegistryClient(registry.url(), Optional.empty()), Installation.DEFAULT),
                Installation.DEFAULT),
            config);
  }

  @AfterEach
  void close() {
    driver.close();
    registry.close();
  }

  @Test
  void namesTopicsGroupAndSubjectsOfAnInstallationByItsPrefix() throws IOException {
    Installation east = new Installation("east.");
    try (StubRegistry own = StubRegistry.start()) {
      Topology topology =
          RegistryMirror.topology(
              RegistryMirror.formats(new RegistryClient(own.url(), Optional.empty()), east), east);

      assertThat(topology.describe().toString())
          .contains("topics: [east.orders]", "topic: east.registry-orders");
      assertThat(own.subjects()).containsKey("east.registry-orders-value");
      assertThat(own.subjects().keySet()).allMatch(subject -> subject.startsWith("east."));
    }
    assertThat(RegistryMain.kafka(Map.of("darkstore.prefix", "east.")))
        .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "east.darkstore-registry");
    assertThatThrownBy(() -> RegistryMain.kafka(Map.of("darkstore.prefix", "east")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("darkstore.prefix is 'east'");
  }

  /** Reads a value as other tools do: a zero byte, the id, and the schema with that id. */
  @Test
  void makesAnEventReadableThroughTheRegistry() throws IOException {
    RecordHeaders headers = new RecordHeaders();
    headers.add("traceparent", new byte[] {1});
    pipe("order-events", new TestRecord<>(KEY, REJECTED, headers, NOON));

    TestRecord<byte[], byte[]> copy = copyOf("order-events");

    assertThat(copy.key()).isEqualTo(KEY);
    assertThat(copy.headers()).isEqualTo(headers);
    assertThat(copy.getRecordTime()).isEqualTo(NOON);
    GenericRecord read = read(copy.value());
    assertThat(read.getSchema().getFullName()).isEqualTo("dev.darkstore.events.OrderEvent");
    assertThat(read.get("orderId")).hasToString("o-1");
    GenericRecord body = (GenericRecord) read.get("body");
    assertThat(((GenericRecord) body.get("refusal")).get("reason")).hasToString("CANCELLED");
  }

  @Test
  void copiesWhatClientsWroteAsJsonLikeWhatTheyWroteAsAvro() {
    byte[] json = "{\"type\":\"CancelOrder\",\"orderId\":\"o-1\"}".getBytes(StandardCharsets.UTF_8);
    byte[] avro = EventCodec.ORDERS.encode(new OrderRequest("o-1", new CancelOrder()));
    pipe("orders", new TestRecord<>(KEY, json));
    pipe("orders", new TestRecord<>(KEY, avro));

    List<TestRecord<byte[], byte[]>> copies = copiesOf("orders");

    assertThat(copies).hasSize(2);
    assertThat(copies.get(0).value()).isEqualTo(copies.get(1).value());
  }

  @Test
  void leavesOutWhatServicesDoNotReadEither() {
    pipe("orders", new TestRecord<>(KEY, "nonsense".getBytes(StandardCharsets.UTF_8)));
    pipe("orders", new TestRecord<>(KEY, null));

    assertThat(copiesOf("orders")).isEmpty();
  }

  @Test
  void stopsAtAnEventThatItDoesNotKnow() {
    byte[] unknown = REJECTED.clone();
    unknown[2]++;

    assertThatThrownBy(() -> pipe("order-events", new TestRecord<>(KEY, unknown)))
        .isInstanceOf(StreamsException.class)
        .hasStackTraceContaining("is this mirror older than the services?");
  }

  @Test
  void registersTheSchemaOfEveryTopic() {
    assertThat(registry.subjects().keySet())
        .containsExactlyInAnyOrderElementsOf(
            RegistryMirror.topics(Installation.DEFAULT).stream()
                .map(topic -> "registry-" + topic.topicName() + "-value")
                .toList());
    assertThat(registry.subjects().get("registry-store-events-value"))
        .isEqualTo(registry.subjects().get("registry-delivery-events-value"));
    assertThat(RegistryMirror.topics(Installation.DEFAULT))
        .hasSize(Installation.DEFAULT.topics().size() - 1);
  }

  @Test
  void saysSoWhenNoRegistryAnswers() throws IOException {
    URI gone;
    try (StubRegistry closed = StubRegistry.start()) {
      gone = closed.url();
    }

    assertThatThrownBy(
            () ->
                RegistryMirror.formats(
                    new RegistryClient(gone, Optional.empty()), Installation.DEFAULT))
        .isInstanceOf(RegistryException.class)
        .hasMessageStartingWith("no registry answers at " + gone);
  }

  @Test
  void saysSoWhenTheRegistryRefuses() throws IOException {
    try (StubRegistry refusing = StubRegistry.refusing(409)) {
      RegistryClient client = new RegistryClient(refusing.url(), Optional.of("me:secret"));

      assertThatThrownBy(() -> RegistryMirror.formats(client, Installation.DEFAULT))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("rejects schema OrderRequest under registry-orders-value: 409")
          .hasMessageNotContaining("secret");
      assertThat(refusing.lastHeader("Authorization")).isEqualTo("Basic bWU6c2VjcmV0");
      assertThat(refusing.lastHeader("Upgrade")).as("an offer of HTTP/2").isNull();
    }
  }

  @Test
  void saysWhereTheRegistryIsIfItHasMoved() throws IOException {
    try (StubRegistry moved = StubRegistry.refusing(308)) {
      RegistryClient client = new RegistryClient(moved.url(), Optional.empty());

      assertThatThrownBy(() -> RegistryMirror.formats(client, Installation.DEFAULT))
          .isInstanceOf(RegistryException.class)
          .hasMessageEndingWith(
              "redirects to https://elsewhere.example/subjects (308); set darkstore.registry.url to its address");
    }
  }

  @Test
  void saysWhatIsWrongWithItsSettings() {
    assertThatThrownBy(() -> RegistryMain.registry(Map.of()))
        .hasMessageStartingWith("darkstore.registry.url is not set");
    assertThatThrownBy(() -> RegistryMain.registry(Map.of("darkstore.registry.url", "localhost")))
        .hasMessageStartingWith("darkstore.registry.url is 'localhost'");
    assertThatThrownBy(
            () -> RegistryMain.registry(Map.of("darkstore.registry.url", "http://a,http://b")))
        .hasMessageContaining("it must be one address of the registry");
    assertThatThrownBy(() -> RegistryMain.registry(Map.of("darkstore.registry.uri", "http://x")))
        .hasMessageStartingWith("unknown settings [darkstore.registry.uri]");
    assertThatThrownBy(() -> RegistryMain.kafka(Map.of("application.id", "copies")))
        .hasMessageStartingWith("setting 'application.id' must not be set");
  }

  private GenericRecord read(byte[] value) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    assertThat(bytes.get()).isZero();
    return new GenericDatumReader<GenericRecord>(registry.schema(bytes.getInt()))
        .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
  }

  private void pipe(String topic, TestRecord<byte[], byte[]> record) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(record);
  }

  private TestRecord<byte[], byte[]> copyOf(String topic) {
    List<TestRecord<byte[], byte[]>> copies = copiesOf(topic);
    assertThat(copies).hasSize(1);
    return copies.get(0);
  }

  private List<TestRecord<byte[], byte[]>> copiesOf(String topic) {
    return driver
        .createOutputTopic(
            "registry-" + topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }
}
