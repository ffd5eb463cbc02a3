package dev.darkstore.topology.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.coordinator.CoordinatorTopology;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.Reserve;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.store.StoreTopology;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Headers of the records that services write")
class EventHeadersTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String OTHER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private TopologyTestDriver driver;

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  @DisplayName("Records caused by a coordinator timer carry the order's trace")
  void recordsOfACoordinatorTimerCarryTheOrdersTrace() {
    coordinator();
    order("o-1", TRACE);
    List<TestRecord<byte[], byte[]>> atOnce = written();
    driver.advanceWallClockTime(Duration.ofSeconds(11));
    List<TestRecord<byte[], byte[]>> later = written();

    assertThat(types(atOnce)).containsExactly("OrderReceived");
    assertThat(types(later)).containsExactlyInAnyOrder("OrderRejected", "Release", "Release");
    assertThat(atOnce).allSatisfy(r -> assertThat(header(r, "traceparent")).isEqualTo(TRACE));
    assertThat(later).allSatisfy(r -> assertThat(header(r, "traceparent")).isEqualTo(TRACE));
  }

  @Test
  @DisplayName(
      "Records caused by a cancellation carry the trace of the order, not of the cancellation")
  void recordsOfACancellationCarryTheOrdersTrace() {
    coordinator();
    order("o-1", TRACE);
    written();
    send("o-1", "{\"type\":\"CancelOrder\",\"orderId\":\"o-1\"}", OTHER);

    List<TestRecord<byte[], byte[]>> cancelled = written();

    assertThat(types(cancelled)).contains("OrderRejected");
    assertThat(cancelled).allSatisfy(r -> assertThat(header(r, "traceparent")).isEqualTo(TRACE));
  }

  @Test
  @DisplayName("No trace is invented, and a malformed trace is dropped")
  void noTraceIsInventedAndAMalformedOneIsDropped() {
    coordinator();
    order("o-1", null);
    order("o-2", "not-a-trace\n");

    assertThat(written()).hasSize(6).allSatisfy(r -> assertThat(header(r, "traceparent")).isNull());
  }

  @Test
  @DisplayName("Records caused by a participant timer carry the order's trace")
  void recordsOfAParticipantTimerCarryTheOrdersTrace() {
    driver = new TopologyTestDriver(StoreTopology.build(settings()), new Properties(), START);
    pipe(
        Topic.STOCK_UPDATES,
        "s-1",
        "{\"type\":\"StockReceived\",\"storeId\":\"s-1\",\"lines\":[{\"sku\":\"a\",\"quantity\":1}]}"
            .getBytes(StandardCharsets.UTF_8),
        null);
    assertThat(types(written())).containsExactly("SupplyApplied");
    pipe(
        Topic.STORE_COMMANDS,
        "s-1",
        EventCodec.BRANCH_COMMANDS.encode(
            new BranchCommand(
                "o-1",
                "s-1",
                0L,
                new Reserve(
                    60_000L, "c-1", "s-1", "z-1", List.of(new OrderLine("a", 1)), Map.of()))),
        TRACE);
    driver.advanceWallClockTime(Duration.ofSeconds(61));

    List<TestRecord<byte[], byte[]>> events = written();

    assertThat(types(events)).containsExactly("Reserved", "ReservationExpired");
    assertThat(events).allSatisfy(r -> assertThat(header(r, "traceparent")).isEqualTo(TRACE));
    assertThat(header(events.get(1), EventHeaders.CE_ID)).isEqualTo("o-1@1767225660000-0");
  }

  @Test
  @DisplayName("Every event is a CloudEvent with a unique id")
  void everyEventIsACloudEventWithAUniqueId() {
    coordinator();
    order("o-1", TRACE);

    List<TestRecord<byte[], byte[]>> events = written();

    assertThat(facts(events))
        .hasSize(1)
        .allSatisfy(
            event -> {
              assertThat(header(event, "ce_specversion")).isEqualTo("1.0");
              assertThat(header(event, "ce_source")).isEqualTo("/darkstore/coordinator");
              assertThat(header(event, "ce_type")).startsWith("dev.darkstore.");
              assertThat(header(event, "ce_time")).isEqualTo("2026-01-01T00:00:00Z");
              assertThat(header(event, "content-type")).isEqualTo("application/avro");
            });
    assertThat(events)
        .extracting(event -> header(event, "ce_id"))
        .containsExactlyInAnyOrder("orders-0-0-0", "orders-0-0-1", "orders-0-0-2");
  }

  @Test
  @DisplayName("A request carries only its id and the trace")
  void aRequestCarriesOnlyItsIdAndTheTrace() {
    coordinator();
    order("o-1", TRACE);

    List<TestRecord<byte[], byte[]>> requests = new ArrayList<>(written());
    requests.removeAll(facts(requests));

    assertThat(requests)
        .hasSize(2)
        .allSatisfy(
            request ->
                assertThat(request.headers().toArray())
                    .extracting(Header::key)
                    .containsExactly("ce_id", "traceparent"));
  }

  @Test
  @DisplayName("Processing a record again produces identical event ids")
  void processingARecordAgainProducesIdenticalIds() {
    coordinator();
    order("o-1", TRACE);
    List<String> first = ids(written());
    driver.close();
    coordinator();
    order("o-1", TRACE);

    assertThat(ids(written())).isEqualTo(first);
  }

  private void coordinator() {
    Topology topology = CoordinatorTopology.build(CoordinatorTiming.DEFAULTS, settings());
    driver = new TopologyTestDriver(topology, new Properties(), START);
  }

  private static TopologySettings settings() {
    return new TopologySettings(
        Duration.ofHours(24),
        Duration.ofMillis(100),
        500,
        Map.of(Topic.ORDERS, 1, Topic.STOCK_UPDATES, 1, Topic.AGENT_UPDATES, 1),
        StoreSuppliers.PERSISTENT,
        Clock.fixed(START, ZoneOffset.UTC));
  }

  private void order(String orderId, String trace) {
    send(
        orderId,
        """
        {"type":"PlaceOrder","orderId":"%s","customerId":"c-1","storeId":"s-1","zoneId":"z-1",\
        "lines":[{"sku":"a","quantity":1}]}"""
            .formatted(orderId),
        trace);
  }

  private void send(String orderId, String json, String trace) {
    pipe(Topic.ORDERS, orderId, json.getBytes(StandardCharsets.UTF_8), trace);
  }

  private void pipe(Topic topic, String key, byte[] value, String trace) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("of-a-client", new byte[] {1});
    if (trace != null) {
      headers.add("traceparent", trace.getBytes(StandardCharsets.UTF_8));
    }
    driver
        .createInputTopic(topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, headers, START));
  }

  private List<TestRecord<byte[], byte[]>> written() {
    List<TestRecord<byte[], byte[]>> all = new ArrayList<>();
    for (Topic topic : Installation.DEFAULT.topics()) {
      if (driver.producedTopicNames().contains(topic.topicName())) {
        all.addAll(
            driver
                .createOutputTopic(
                    topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList());
      }
    }
    assertThat(all).allSatisfy(record -> assertThat(header(record, "of-a-client")).isNull());
    return all;
  }

  private static List<String> types(List<TestRecord<byte[], byte[]>> records) {
    return facts(records).stream()
        .map(record -> header(record, "ce_type").substring("dev.darkstore.".length()))
        .toList();
  }

  /** Returns the records that are CloudEvents. */
  private static List<TestRecord<byte[], byte[]>> facts(List<TestRecord<byte[], byte[]>> records) {
    return records.stream().filter(record -> header(record, "ce_type") != null).toList();
  }

  private static List<String> ids(List<TestRecord<byte[], byte[]>> records) {
    return records.stream().map(record -> header(record, "ce_id")).toList();
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return Arrays.stream(record.headers().toArray())
        .filter(header -> header.key().equals(name))
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .findFirst()
        .orElse(null);
  }
}
