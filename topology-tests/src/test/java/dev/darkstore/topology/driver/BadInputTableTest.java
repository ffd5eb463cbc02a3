package dev.darkstore.topology.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.EventJson;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Topic;
import dev.darkstore.topology.driver.Drivers.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Table of bad input: sends every row of docs/bad-input.md and compares the outcome with the page.
 */
@DisplayName("Table of bad input")
class BadInputTableTest {
  private static final Path PAGE = Path.of("..", "docs", "bad-input.md");
  private static final String ID = "o-1";
  private static final int HEADER_BYTES = 10;
  private static final int LENGTH_MAX = 160;
  private static final Map<String, Function<Drivers, TestRecord<byte[], byte[]>>> ROWS =
      new LinkedHashMap<>();
  private static final List<String> SEEN = new ArrayList<>();

  static {
    value("no key", null, json(order()));
    value("no value", ID, (byte[]) null);
    value("an empty value", ID, new byte[0]);
    value("JSON that is cut off", ID, Arrays.copyOf(json(order()), 100));
    value("Avro that is cut off", ID, Arrays.copyOf(avro(order()), avro(order()).length - 3));
    value("Avro with more after it", ID, Arrays.copyOf(avro(order()), avro(order()).length + 1));
    value("Avro of another topic's schema", ID, otherSchema());
    value("Avro under an unknown fingerprint", ID, patched(avro(order()), 2, 1, 2, 3, 4));
    value("a value for a schema registry", ID, new byte[] {0, 0, 0, 0, 1, 6, 111});
    value(
        "Avro that declares an id of 2^31 bytes",
        ID,
        patched(avro(order()), HEADER_BYTES, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F));
    value("a key that is not the order's id", "o-2", json(order()));
    value("the order's id in quotes as the key", "\"o-1\"", json(order()));
    value("the text null as the key", "null", json(order()));
    value("a number of 8 bytes as the key", "\0\0\0\0\0\0\0\1", json(order()));
    value("JSON of 65,536 bytes", ID, padded(Limits.RECORD_BYTES));
    value("JSON of 65,537 bytes", ID, padded(Limits.RECORD_BYTES + 1));
    value("JSON that begins with a byte order mark", ID, "\uFEFF" + text(order()));
    value("JSON in UTF-16", ID, text(order()).getBytes(StandardCharsets.UTF_16));
    value("a megabyte in one id", ID, json(order("x".repeat(1_000_000), 1)));
    value("quantity 0", ID, json(order("milk", 0)));
    value("quantity -0", ID, text(order()).replace("\"quantity\":1", "\"quantity\":-0"));
    value("quantity -1", ID, json(order("milk", -1)));
    value("quantity 1,000, and 5 in stock", ID, json(order("milk", 1_000)));
    ROWS.put(
        "quantity 1, and more than 2^31 in stock",
        services -> {
          for (int supply = 0; supply < 2_200; supply++) {
            receive(services, "milk", Limits.SUPPLY_QUANTITY);
          }
          return record(ID, json(order()), services.now().toEpochMilli(), new RecordHeaders());
        });
    value("quantity 1,001", ID, json(order("milk", 1_001)));
    value("quantity 2,147,483,647 in Avro", ID, avro(order("milk", Integer.MAX_VALUE)));
    value(
        "quantity 2^31 in JSON",
        ID,
        text(order()).replace("\"quantity\":1", "\"quantity\":2147483648"));
    value("quantity 1.0", ID, text(order()).replace("\"quantity\":1", "\"quantity\":1.0"));
    value("100 lines of 1,000 each", ID, json(lines(100, 1_000)));
    value("no lines", ID, json(lines(0, 1)));
    value("101 lines", ID, json(lines(101, 1)));
    value(
        "a sku twice",
        ID,
        json(place("s-1", "z-1", new OrderLine("milk", 1), new OrderLine("milk", 1))));
    value("17 attributes", ID, json(attributes(17, "x")));
    value("an attribute of 257 bytes", ID, json(attributes(1, "x".repeat(257))));
    value("half of a surrogate pair in an attribute", ID, json(attributes(1, "\ud83e")));
    value("a number as attribute", ID, text(attributes(1, "2450")).replace("\"2450\"", "2450"));
    value("a store that is not known", ID, json(place("s-9", "z-1", new OrderLine("milk", 1))));
    value("a zone that is not known", ID, json(place("s-1", "z-9", new OrderLine("milk", 1))));
    value("a sku that is not sold", ID, json(order("durian", 1)));
    value(
        "a field that is not known",
        ID,
        text(order()).replace("{\"type\"", "{\"gift\":1,\"type\""));
    value("a field twice", ID, text(order()).replace("{\"type\"", "{\"orderId\":\"o-1\",\"type\""));
    value(
        "a CancelOrder with a field that is not known",
        ID,
        "{\"type\":\"CancelOrder\",\"orderId\":\"o-1\",\"reason\":\"changed my mind\"}");
    value(
        "a CancelOrder in Avro with more after it",
        ID,
        Arrays.copyOf(cancel(), cancel().length + 1));
    value(
        "a type of another topic",
        ID,
        "{\"type\":\"DeliveryCompleted\",\"orderId\":\"o-1\",\"agentId\":\"a-1\"}");
    value("no type", ID, "{\"orderId\":\"o-1\"}");
    value("JSON nested 1,000 deep", ID, "[".repeat(1_000));
    value("a NUL in an id", ID, json(order("mi\0lk", 1)));
    value("a right-to-left mark in an id", ID, json(order("\u202eklim", 1)));
    value("a four-byte character in an id", ID, json(order("\ud83e\udd5b", 1)));
    value("a terminal's escape sequence in an id", ID, json(order("\u001b[31mmilk", 1)));
    time("timestamp 0", services -> 0L);
    time("timestamp 2^63 - 1", services -> Long.MAX_VALUE);
    time(
        "a timestamp an hour ahead",
        services -> services.now().plus(Duration.ofHours(1)).toEpochMilli());
    time(
        "a timestamp 3 minutes ago",
        services -> services.now().minus(Duration.ofMinutes(3)).toEpochMilli());
    header(
        "a header that says it was dead before",
        DeadLetterHeaders.REASON,
        "INVALID".getBytes(StandardCharsets.UTF_8));
    header("a trace header that is none", "traceparent", "00-\n".getBytes(StandardCharsets.UTF_8));
    ROWS.put(
        "a header that makes it younger than its 3 minutes",
        services ->
            record(
                ID,
                json(order()),
                services.now().minus(Duration.ofMinutes(3)).toEpochMilli(),
                new RecordHeaders()
                    .add(EventHeaders.FORWARDED_TIMESTAMP, millis(services.now().toEpochMilli()))));
    ROWS.put(
        "100,000 bytes of headers",
        services ->
            record(
                ID,
                json(order("milk", 0)),
                services.now().toEpochMilli(),
                new RecordHeaders().add("x", new byte[100_000])));
  }

  static List<String> rows() {
    return List.copyOf(ROWS.keySet());
  }

  @AfterAll
  static void write() throws IOException {
    if (Boolean.getBoolean("update.docs")) {
      String page = Files.readString(PAGE);
      String head = page.substring(0, page.indexOf("| what comes"));
      Files.writeString(
          PAGE,
          head
              + "| what comes | the customer is told | it is kept as |\n|---|---|---|\n"
              + String.join("\n", SEEN)
              + "\n");
    }
  }

  @ParameterizedTest
  @DisplayName("Bad input is handled as docs/bad-input.md states, and the next order is placed")
  @MethodSource("rows")
  void isHandledAsDocumentedAndTheNextOrderIsPlaced(String row) throws IOException {
    try (Drivers services = new Drivers(1, CoordinatorTiming.DEFAULTS, StoreSuppliers.IN_MEMORY)) {
      supply(services);

      services.send(Topic.ORDERS, ROWS.get(row).apply(services));
      String answer = orderEvents(services);
      String seen = "| %s | %s | %s |".formatted(row, answer, deadLetters(services, answer));
      services.drain();
      SEEN.add(seen);

      if (!Boolean.getBoolean("update.docs")) {
        assertThat(Files.readAllLines(PAGE)).contains(seen);
      }
      services.send(
          Topic.ORDERS,
          "o-next",
          text(
              new OrderRequest(
                  "o-next",
                  new PlaceOrder(
                      "c-1", "s-1", "z-1", List.of(new OrderLine("bread", 1)), Map.of()))));
      assertThat(services.values(Topic.ORDER_EVENTS))
          .last()
          .isInstanceOfSatisfying(
              OrderEvent.class, e -> assertThat(e.getBody()).isInstanceOf(OrderPlaced.class));
    }
  }

  private static void supply(Drivers services) {
    receive(services, "milk", 5);
    receive(services, "bread", 5);
    for (String agent : List.of("a-1", "a-2")) {
      services.send(
          Topic.AGENT_UPDATES,
          "z-1",
          "{\"type\":\"AgentOnline\",\"zoneId\":\"z-1\",\"agentId\":\"%s\"}".formatted(agent));
    }
  }

  private static void receive(Drivers services, String sku, int quantity) {
    services.send(
        Topic.STOCK_UPDATES,
        "s-1",
        EventJson.toJson(
            new StockUpdate(
                "s-1", null, new StockReceived(List.of(new OrderLine(sku, quantity))))));
  }

  private static String orderEvents(Drivers services) {
    return services.values(Topic.ORDER_EVENTS).stream()
        .map(OrderEvent.class::cast)
        .map(OrderEvent::getBody)
        .filter(body -> !(body instanceof OrderReceived))
        .map(
            body ->
                body instanceof OrderRejected rejected
                    ? rejected.getRefusal().getReason() + ": " + rejected.getRefusal().getDetail()
                    : body.getClass().getSimpleName())
        .map(text -> text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text)
        .reduce((one, other) -> one + ", " + other)
        .orElse("nothing");
  }

  /**
   * Returns the reason of each dead letter, with its detail unless the customer received that too.
   */
  private static String deadLetters(Drivers services, String answer) {
    return services.written(Topic.DEAD_LETTERS).stream()
        .map(Written::record)
        .map(letter -> DeadLetterHeaders.read(letter.headers()).orElseThrow())
        .map(
            headers ->
                answer.contains(headers.detail())
                    ? headers.reason().toString()
                    : headers.reason() + ": " + headers.detail())
        .collect(Collectors.joining(", "))
        .replace("|", "\\|");
  }

  private static void value(String row, String key, String value) {
    value(row, key, value.getBytes(StandardCharsets.UTF_8));
  }

  private static void value(String row, String key, byte[] value) {
    ROWS.put(
        row, services -> record(key, value, services.now().toEpochMilli(), new RecordHeaders()));
  }

  private static void time(String row, Function<Drivers, Long> millis) {
    ROWS.put(
        row, services -> record(ID, json(order()), millis.apply(services), new RecordHeaders()));
  }

  private static void header(String row, String name, byte[] value) {
    ROWS.put(
        row,
        services ->
            record(
                ID,
                json(order()),
                services.now().toEpochMilli(),
                new RecordHeaders().add(name, value)));
  }

  private static TestRecord<byte[], byte[]> record(
      String key, byte[] value, long millis, Headers headers) {
    return new TestRecord<>(
        key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, headers, millis);
  }

  private static OrderRequest order() {
    return order("milk", 1);
  }

  private static OrderRequest order(String sku, int quantity) {
    return place("s-1", "z-1", new OrderLine(sku, quantity));
  }

  private static OrderRequest lines(int count, int quantity) {
    return place(
        "s-1",
        "z-1",
        IntStream.range(0, count)
            .mapToObj(i -> new OrderLine("sku-" + i, quantity))
            .toArray(OrderLine[]::new));
  }

  private static OrderRequest place(String storeId, String zoneId, OrderLine... lines) {
    return new OrderRequest(ID, new PlaceOrder("c-1", storeId, zoneId, List.of(lines), Map.of()));
  }

  private static OrderRequest attributes(int count, String value) {
    return new OrderRequest(
        ID,
        new PlaceOrder(
            "c-1",
            "s-1",
            "z-1",
            List.of(new OrderLine("milk", 1)),
            IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> "name-" + i, i -> value))));
  }

  private static String text(OrderRequest order) {
    return EventJson.toJson(order);
  }

  private static byte[] json(OrderRequest order) {
    return text(order).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] avro(OrderRequest order) {
    return EventCodec.ORDERS.encode(order);
  }

  private static byte[] cancel() {
    return avro(new OrderRequest(ID, new CancelOrder()));
  }

  private static byte[] otherSchema() {
    return EventCodec.STOCK_UPDATES.encode(
        new StockUpdate("s-1", null, new StockReceived(List.of(new OrderLine("milk", 1)))));
  }

  private static byte[] padded(int bytes) {
    byte[] json = json(order());
    byte[] padded = Arrays.copyOf(json, bytes);
    Arrays.fill(padded, json.length, bytes, (byte) ' ');
    return padded;
  }

  private static byte[] patched(byte[] value, int position, int... bytes) {
    byte[] patched = value.clone();
    for (int i = 0; i < bytes.length; i++) {
      patched[position + i] = (byte) bytes[i];
    }
    return patched;
  }

  private static byte[] millis(long millis) {
    return ByteBuffer.allocate(Long.BYTES).putLong(millis).array();
  }
}
