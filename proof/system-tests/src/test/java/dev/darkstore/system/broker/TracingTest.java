package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.harness.ChildProcess;
import dev.darkstore.harness.PropertiesFile;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.TraceParent;
import dev.darkstore.services.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trace of an order over processes of the services with OpenTelemetry's Java agent and the settings
 * of {@code deploy/tracing}. Runs with {@code -Dotel.agent=FILE} only: the agent's jar.
 */
@DisplayName("Traces with OpenTelemetry's agent")
class TracingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Path SETTINGS =
      Path.of("..", "..", "deploy", "tracing", "agent.properties").toAbsolutePath();
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CUSTOMER_SPAN = "b7ad6b7169203331";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + CUSTOMER_SPAN + "-01";

  /** Span of the order's trace. */
  private record Span(String service, String name, String id, String parent) {
    @Override
    public String toString() {
      return service + ": " + name;
    }
  }

  @TempDir private Path folder;
  private final ObjectMapper json = new ObjectMapper();
  private final List<ChildProcess> services = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();
  private TestBroker broker;
  private TestClient client;

  @BeforeEach
  void start() {
    assumeTrue(
        System.getProperty("otel.agent") != null,
        "traces are tested with -Dotel.agent=FILE only, the jar of OpenTelemetry's Java agent");
    broker = TestBroker.start();
    client = new TestClient(broker.bootstrapServers(), PATIENCE);
    client.createTopics(Map.of());
  }

  @AfterEach
  void close() {
    services.forEach(ChildProcess::terminate);
    services.forEach(service -> service.awaitEnd(PATIENCE));
    if (broker != null) {
      client.close();
      broker.close();
    }
  }

  @Test
  @DisplayName("A placed order is one trace over the three services")
  void aPlacedOrderIsOneTraceOverTheThreeServices() {
    start(ServiceKind.COORDINATOR);
    start(ServiceKind.STORE);
    start(ServiceKind.DELIVERY);
    client.stock("s-1", "milk", 1);
    client.agent("z-1", "a-1");

    place();
    client.eventsOf("o-1", OrderPlaced.class);

    List<Span> spans =
        spans(
            "coordinator: orders process",
            "coordinator: store-votes process",
            "coordinator: store-events process",
            "coordinator: delivery-events process",
            "coordinator: order-events publish",
            "store: store-commands process",
            "store: store-votes publish",
            "store: store-events publish",
            "store: store-releases process",
            "delivery: delivery-commands process",
            "delivery: delivery-votes publish",
            "delivery: delivery-events publish",
            "delivery: delivery-releases process");
    assertThat(spans)
        .filteredOn(span -> span.name().endsWith(" process"))
        .allSatisfy(span -> assertThat(span.parent()).isEqualTo(CUSTOMER_SPAN));
    List<String> ids = spans.stream().map(Span::id).toList();
    assertThat(spans)
        .filteredOn(span -> span.name().endsWith(" publish"))
        .allSatisfy(span -> assertThat(ids).contains(span.parent()));
    for (Topic topic :
        List.of(
            Topic.ORDER_EVENTS,
            Topic.STORE_COMMANDS,
            Topic.STORE_VOTES,
            Topic.STORE_EVENTS,
            Topic.STORE_RELEASES,
            Topic.STORE_NOTIFICATIONS)) {
      assertThat(traces(client.records(topic, 1))).containsOnly(TRACEPARENT);
    }
  }

  /** Delivery is down, so that the rejection and the releases come from a timer. */
  @Test
  @DisplayName("A trace continues after a timer")
  void aTraceContinuesAfterATimer() {
    start(ServiceKind.COORDINATOR);
    start(ServiceKind.STORE);
    client.stock("s-1", "milk", 1);

    place();
    client.eventsOf("o-1", OrderRejected.class);

    assertThat(traces(client.records(Topic.ORDER_EVENTS, 2))).containsOnly(TRACEPARENT);
    assertThat(traces(client.records(Topic.STORE_RELEASES, 1))).containsOnly(TRACEPARENT);
    spans("store: store-releases process", "store: store-events publish");
  }

  private void place() {
    ProducerRecord<String, String> order =
        new ProducerRecord<>(
            Topic.ORDERS.topicName(), "o-1", TestClient.orderJson("o-1", "s-1", "z-1", "milk", 1));
    new TraceParent(TRACEPARENT).writeTo(order.headers());
    client.send(order);
  }

  private void start(ServiceKind service) {
    Path settings =
        PropertiesFile.write(
            folder.resolve(service + ".properties"),
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "state.dir",
                folder.resolve(service.toString()).toString(),
                "num.standby.replicas",
                "0",
                "darkstore.http.port",
                "0"));
    List<String> options =
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-javaagent:" + System.getProperty("otel.agent"),
            "-Dotel.javaagent.configuration-file=" + SETTINGS,
            "-Dotel.service.name=" + service,
            "-Dotel.traces.exporter=experimental-otlp/stdout",
            "-Dotel.bsp.schedule.delay=200");
    Path output = folder.resolve(service + ".out");
    outputs.add(output);
    services.add(
        ChildProcess.start(
            service.toString(),
            new ProcessBuilder(
                    ChildProcess.java(options, service.mainClass(), List.of(settings.toString())))
                .redirectOutput(output.toFile())));
  }

  private static List<String> traces(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .map(record -> record.headers().lastHeader(EventHeaders.TRACEPARENT))
        .map(header -> header == null ? "none" : new String(header.value()))
        .toList();
  }

  /** Returns the spans of the order's trace, once these are among them. */
  private List<Span> spans(String... expected) {
    List<Span> spans = new ArrayList<>();
    Awaitility.await("the spans of the order's trace")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              spans.clear();
              spans.addAll(spansSoFar());
              assertThat(spans.stream().map(Span::toString)).contains(expected);
            });
    spans.forEach(span -> System.out.println(span + " " + span.id() + " < " + span.parent()));
    return spans;
  }

  private List<Span> spansSoFar() throws IOException {
    List<Span> spans = new ArrayList<>();
    for (Path output : outputs) {
      for (String line : Files.readAllLines(output)) {
        // The last line may not be complete yet.
        if (line.startsWith("{\"resourceSpans\"") && line.endsWith("}")) {
          json.readTree(line).path("resourceSpans").forEach(batch -> collect(batch, spans));
        }
      }
    }
    return spans;
  }

  private static void collect(JsonNode batch, List<Span> spans) {
    String service = "";
    for (JsonNode attribute : batch.path("resource").path("attributes")) {
      if (attribute.path("key").asText().equals("service.name")) {
        service = attribute.path("value").path("stringValue").asText();
      }
    }
    for (JsonNode scope : batch.path("scopeSpans")) {
      for (JsonNode span : scope.path("spans")) {
        if (span.path("traceId").asText().equals(TRACE)) {
          spans.add(
              new Span(
                  service,
                  span.path("name").asText(),
                  span.path("spanId").asText(),
                  span.path("parentSpanId").asText()));
        }
      }
    }
  }
}
