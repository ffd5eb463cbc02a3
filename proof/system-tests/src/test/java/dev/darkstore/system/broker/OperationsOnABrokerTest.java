package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.http.HttpPort;
import dev.darkstore.http.HttpPortException;
import dev.darkstore.http.HttpSettings;
import dev.darkstore.http.Metrics;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.Topic;
import dev.darkstore.services.ServiceKind;
import dev.darkstore.system.monitoring.MonitoringFiles;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Operations over HTTP")
class OperationsOnABrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private TestBroker broker;
  private TestClient client;
  private Metrics metrics;
  private List<Service> services = List.of();
  private HttpPort server;

  @BeforeEach
  void start() {
    broker = TestBroker.start();
    client = new TestClient(broker.bootstrapServers(), PATIENCE);
    client.createTopics(Map.of());
    metrics = new Metrics();
    services =
        Arrays.stream(ServiceKind.values())
            .map(ServiceKind::definition)
            .map(
                definition ->
                    Service.prepare(
                        definition, settings("first", "localhost:1111"), metrics.registry()))
            .toList();
    server = HttpPort.start(HttpSettings.loopback(0), metrics, services);
  }

  @AfterEach
  void close() {
    server.close();
    services.forEach(Service::close);
    metrics.close();
    client.close();
    broker.close();
  }

  @Test
  @DisplayName("Health, orders and metrics are served from start to stop")
  void servesHealthOrdersAndMetricsFromStartToStop() throws Exception {
    // Not started: live, but not ready.
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> early = get("/health/ready");
    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(json(early).path("ready").asBoolean()).isFalse();
    assertThat(json(early).path("services").findValuesAsText("why"))
        .hasSize(3)
        .containsOnly("it has not been started yet");
    HttpResponse<String> unready = get("/orders/o-1");
    assertThat(unready.statusCode()).isEqualTo(503);
    assertThat(json(unready).path("error").asText()).contains("coordinator is not ready");

    services.forEach(Service::begin);
    Awaitility.await().atMost(PATIENCE).until(() -> get("/health/ready").statusCode() == 200);

    client.stock("s-1", "milk", 1);
    client.agent("z-1", "a-1");
    client.order("o-1", "s-1", "z-1", "milk", 1);
    client.eventsOf("o-1", OrderPlaced.class);
    client.order("o-2", "s-1", "z-1", "milk", 1);
    client.eventsOf("o-2", OrderRejected.class);

    JsonNode placed = json(get("/orders/o-1"));
    assertThat(placed.path("phase").asText()).isEqualTo("PLACED");
    assertThat(placed.path("assignments").path("delivery").path(0).asText()).isEqualTo("a-1");
    JsonNode rejected = json(get("/orders/o-2"));
    assertThat(rejected.path("outcome").asText()).isEqualTo("REJECTED");
    assertThat(rejected.path("reason").asText()).isIn("OUT_OF_STOCK", "NO_AGENT_AVAILABLE");
    assertThat(get("/orders/o-3").statusCode()).isEqualTo(404);
    HttpResponse<String> impossible = get("/orders/o%201");
    assertThat(impossible.statusCode()).isEqualTo(400);
    assertThat(json(impossible).path("error").asText()).startsWith("\"o 1\" is no order id");
    HttpResponse<String> hostile = get("/orders/o%1b%5b31m");
    assertThat(hostile.statusCode()).isEqualTo(400);
    assertThat(json(hostile).path("error").asText()).isEqualTo("malformed request");

    // New metrics appear within seconds.
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(names(get("/metrics").body()))
                    .containsAll(MonitoringFiles.metricsWithoutTls()));
    assertThat(get("/metrics").body().lines())
        .anyMatch(l -> l.matches("darkstore_orders_total\\{.*outcome=\"placed\".* 1\\.0"))
        .anyMatch(l -> l.matches("darkstore_orders_in_flight\\{.*phase=\"COMMITTING\".* 0\\.0"))
        .anyMatch(l -> l.matches("darkstore_ready\\{darkstore_service=\"store\"} 1\\.0"));

    services.forEach(Service::close);
    HttpResponse<String> late = get("/health/ready");
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(json(late).path("services").findValuesAsText("why")).containsOnly("it is stopping");
    assertThat(get("/orders/o-1").statusCode()).isEqualTo(503);
  }

  @Test
  @DisplayName("A port that is taken is named in the error")
  void failsIfThePortIsTaken() {
    assertThatThrownBy(
            () -> HttpPort.start(HttpSettings.loopback(server.port()), metrics, List.of()))
        .isInstanceOf(HttpPortException.class)
        .hasMessageContaining("127.0.0.1 port " + server.port())
        .hasMessageContaining("darkstore.http.port");
  }

  @Test
  @DisplayName("An instance without an order names the instance that stores it")
  void namesTheInstanceThatStoresAnOrder() throws Exception {
    try (Service other =
            Service.prepare(
                CoordinatorMain.SERVICE, settings("other", "localhost:2222"), metrics.registry());
        HttpPort otherServer = HttpPort.start(HttpSettings.loopback(0), metrics, List.of(other))) {
      services.forEach(Service::begin);
      other.begin();
      client.stock("s-1", "milk", 1);
      client.agent("z-1", "a-1");
      client.order("o-1", "s-1", "z-1", "milk", 1);
      client.eventsOf("o-1", OrderPlaced.class);

      // Each instance has one of the two partitions, once these are assigned.
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                HttpResponse<String> here = get("/orders/o-1");
                HttpResponse<String> there = get(otherServer, "/orders/o-1");
                assertThat(List.of(here.statusCode(), there.statusCode()))
                    .containsExactlyInAnyOrder(200, 503);
                boolean isHere = here.statusCode() == 200;
                assertThat(json(isHere ? here : there).path("phase").asText()).isEqualTo("PLACED");
                assertThat(json(isHere ? there : here).path("instance").asText())
                    .isEqualTo(isHere ? "localhost:1111" : "localhost:2222");
              });
    }
  }

  @Test
  @DisplayName("Records that brokers deleted before they were read are counted")
  void countsRecordsThatTheBrokersDeletedBeforeTheyWereRead() throws Exception {
    services.forEach(Service::begin);
    client.order("o-1", "s-1", "z-1", "milk", 1);
    client.eventsOf("o-1", OrderRejected.class);
    services.forEach(Service::close);
    client.order("o-1", "s-1", "z-1", "milk", 1);
    client.order("o-1", "s-1", "z-1", "milk", 1);
    client.deleteRecords(Topic.ORDERS);

    try (Service again =
        Service.prepare(
            CoordinatorMain.SERVICE, settings("first", "localhost:1111"), metrics.registry())) {
      again.begin();
      again.awaitRunning(PATIENCE);
      assertThat(get("/metrics").body().lines())
          .anyMatch(
              l -> l.matches("darkstore_records_deleted_unread_total\\{.*coordinator.* 2\\.0"));
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(server, path);
  }

  private HttpResponse<String> get(HttpPort server, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(server.uri().resolve(path)).timeout(PATIENCE).build(),
        BodyHandlers.ofString());
  }

  /** Returns the names of the samples. */
  private static Set<String> names(String scrape) {
    return scrape
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    return JSON.readTree(response.body());
  }

  private ServiceSettings settings(String instance, String address) {
    return ServiceSettings.of(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "state.dir",
            folder.resolve(instance).toString(),
            "application.server",
            address,
            "num.standby.replicas",
            "0"));
  }
}
