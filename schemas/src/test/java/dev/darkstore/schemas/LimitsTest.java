package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Shortage;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.schemas.Samples.Sample;
import dev.darkstore.state.BranchProgressState;
import dev.darkstore.state.BranchStatusState;
import dev.darkstore.state.OpenPhase;
import dev.darkstore.state.TransactionState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final String LONGEST_ID = "x".repeat(64);
  private static final String FORM = "; it must be 1 to 64 characters of A-Z a-z 0-9 . _ -";

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", ".", "_", "-", "..", "o-1", "A.b_C-9"})
  void allowIdsOfThatForm(String id) {
    assertThat(Limits.isId(id)).isTrue();
    assertThat(Limits.isId(LONGEST_ID)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a/b", "a:b", "é", "a\n", "\u0000", "@", "[", "`", "{", "٣"})
  void allowNoOtherIds(String id) {
    assertThat(Limits.isId(id)).isFalse();
    assertThat(Limits.isId(LONGEST_ID + "x")).isFalse();
    assertThat(Limits.isId(null)).isFalse();
  }

  @ParameterizedTest(name = "in the locale {0}")
  @ValueSource(strings = {"fa-IR-u-nu-arabext", "ar-EG-u-nu-arab", "bn-BD", "tr-TR", "de-DE"})
  @DisplayName("A violated limit is reported in the digits 0 to 9 in every locale")
  void areStatedInTheSameDigitsInEveryLocale(String locale) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(locale));
    try {
      assertThat(Limits.violation(Samples.placeOrder("o-1", List.of(new OrderLine("a", 1_001)))))
          .contains("lines[0].quantity is 1,001; it must be 1 to 1,000");
      assertThat(Text.escape("\u0007")).isEqualTo("\\u0007");
      assertThatThrownBy(() -> EventCodec.ORDERS.decode(new byte[70_000]))
          .hasMessage("the value has 70,000 bytes; at most 65,536 are allowed");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Nested
  class OfAnOrder {
    @Test
    void areKeptAtTheirEdges() {
      assertKept(new OrderRequest(LONGEST_ID, new CancelOrder()));
      assertKept(place(List.of(new OrderLine("a", 1))));
      assertKept(place(Samples.longLines(100, 1_000)));
      assertKept(
          new OrderRequest(
              LONGEST_ID,
              new PlaceOrder(LONGEST_ID, LONGEST_ID, LONGEST_ID, Samples.LINES, Map.of())));
    }

    @Test
    void areAboutEveryId() {
      assertBroken(new OrderRequest("", new CancelOrder()), "orderId is \"\"" + FORM);
      assertBroken(new OrderRequest(null, new CancelOrder()), "orderId is missing");
      assertBroken(place("c 1", "s", "z"), "customerId is \"c 1\"" + FORM);
      assertBroken(place("c", "s/1", "z"), "storeId is \"s/1\"" + FORM);
      assertBroken(place("c", "s", "z\n"), "zoneId is \"z\\u000a\"" + FORM);
      assertBroken(
          place(List.of(new OrderLine("a", 1), new OrderLine("é", 1))),
          "lines[1].sku is \"é\"" + FORM);
    }

    @Test
    void areShownShortly() {
      assertBroken(
          new OrderRequest("x".repeat(5_000), new CancelOrder()),
          "orderId is \"" + "x".repeat(80) + "…\" (5000 characters)" + FORM);
    }

    @Test
    void areAboutTheNumberOfLines() {
      assertBroken(place(List.of()), "lines has 0 entries; it must have 1 to 100");
      assertBroken(
          place(Samples.longLines(101, 1)), "lines has 101 entries; it must have 1 to 100");
      assertBroken(Samples.placeOrder("o-1", null), "lines is missing");
    }

    @Test
    void areAboutQuantities() {
      assertBroken(
          place(List.of(new OrderLine("a", 0))), "lines[0].quantity is 0; it must be 1 to 1,000");
      assertBroken(
          place(List.of(new OrderLine("a", -1))), "lines[0].quantity is -1; it must be 1 to 1,000");
      assertBroken(
          place(List.of(new OrderLine("a", 1_000), new OrderLine("b", 1_001))),
          "lines[1].quantity is 1,001; it must be 1 to 1,000");
    }

    @Test
    void areAboutSkusNamedTwice() {
      assertBroken(
          place(List.of(new OrderLine("a", 1), new OrderLine("b", 1), new OrderLine("a", 2))),
          "lines[2].sku is \"a\" again; a sku may be named only once");
    }

    @Test
    @DisplayName("An order may have 16 attributes, names of 64 bytes and values of 256")
    void areAboutAttributes() {
      assertKept(place(attributes(16)));
      assertKept(place(Map.of("é".repeat(32), "\u20ac".repeat(85) + "x")));
      assertKept(place(Map.of("note", "")));

      assertBroken(place(attributes(17)), "attributes has 17 entries; it may have 16");
      assertBroken(place(Map.of("", "x")), "attributes has an entry with an empty name");
      assertBroken(
          place(Map.of("é".repeat(32) + "x", "")),
          "the name of attributes[\""
              + "é".repeat(32)
              + "x\"] has 65 bytes of UTF-8; it may have 64");
      assertBroken(
          place(Map.of("note", "\u20ac".repeat(85) + "xx")),
          "attributes[\"note\"] has 257 bytes of UTF-8; it may have 256");
      assertBroken(
          place(Map.of("a", "fine", "b\n", "\ud83d")),
          "attributes[\"b\\u000a\"] is not Unicode text: it contains half of a surrogate pair");
    }

    private OrderRequest place(Map<String, String> attributes) {
      return Samples.placeOrder(attributes);
    }

    @Test
    void wantABody() {
      assertBroken(new OrderRequest("o-1", null), "body is missing");
      assertBroken(
          new OrderRequest("o-1", new AgentOnline()),
          "body is an unexpected dev.darkstore.events.AgentOnline");
    }

    private OrderRequest place(List<OrderLine> lines) {
      return Samples.placeOrder("o-1", lines);
    }

    private OrderRequest place(String customerId, String storeId, String zoneId) {
      return new OrderRequest(
          "o-1", new PlaceOrder(customerId, storeId, zoneId, Samples.LINES, Map.of()));
    }

    private void assertKept(OrderRequest request) {
      assertThat(Limits.violation(request)).isEmpty();
    }

    private void assertBroken(OrderRequest request, String sentence) {
      assertThat(Limits.violation(request)).contains(sentence);
    }
  }

  @Nested
  class OfAStockUpdate {
    @Test
    void areKeptAtTheirEdges() {
      assertThat(Limits.violation(Samples.stockReceived(null, Samples.LINES))).isEmpty();
      assertThat(Limits.violation(Samples.stockReceived(LONGEST_ID, Samples.LINES))).isEmpty();
      assertThat(Limits.violation(Samples.stockReceived("u", Samples.longLines(100, 1_000_000))))
          .isEmpty();
      assertThat(Limits.violation(new StockUpdate("s", null, new StockWrittenOff(Samples.LINES))))
          .isEmpty();
    }

    @Test
    void areBrokenBeyondThem() {
      assertBroken(
          new StockUpdate("", null, new StockWrittenOff(Samples.LINES)), "storeId is \"\"" + FORM);
      assertBroken(Samples.stockReceived("", Samples.LINES), "updateId is \"\"" + FORM);
      assertBroken(
          Samples.stockReceived("u", List.of(new OrderLine("a", 1_000_001))),
          "lines[0].quantity is 1,000,001; it must be 1 to 1,000,000");
      assertBroken(
          new StockUpdate("s", null, new StockWrittenOff(List.of())),
          "lines has 0 entries; it must have 1 to 100");
      assertBroken(new StockUpdate("s", null, null), "body is missing");
    }

    private void assertBroken(StockUpdate update, String sentence) {
      assertThat(Limits.violation(update)).contains(sentence);
    }
  }

  @Nested
  class OfAnAgentUpdate {
    @Test
    void areKeptAtTheirEdges() {
      assertThat(
              Limits.violation(
                  new AgentUpdate(LONGEST_ID, LONGEST_ID, LONGEST_ID, new AgentOnline())))
          .isEmpty();
      assertThat(Limits.violation(new AgentUpdate("z", null, "a", new AgentOffline()))).isEmpty();
      assertThat(
              Limits.violation(new AgentUpdate("z", null, "a", new DeliveryCompleted(LONGEST_ID))))
          .isEmpty();
    }

    @Test
    void areBrokenBeyondThem() {
      assertBroken(new AgentUpdate("z z", null, "a", new AgentOnline()), "zoneId is \"z z\"");
      assertBroken(new AgentUpdate("z", "", "a", new AgentOnline()), "updateId is \"\"");
      assertBroken(new AgentUpdate("z", null, "", new AgentOffline()), "agentId is \"\"");
      assertBroken(new AgentUpdate("z", null, "a", new DeliveryCompleted("")), "orderId is \"\"");
      assertThat(Limits.violation(new AgentUpdate("z", null, "a", null)))
          .contains("body is missing");
    }

    private void assertBroken(AgentUpdate update, String start) {
      assertThat(Limits.violation(update)).contains(start + FORM);
    }
  }

  @Test
  @DisplayName("A request to a participant has the limits of an order's attributes")
  void ofACommandIncludeThoseOfAttributes() {
    assertThat(
            Limits.violation(
                new BranchCommand(
                    "o-1",
                    "s-1",
                    0L,
                    new Reserve(1L, "c-1", "s-1", "z-1", Samples.LINES, attributes(17)))))
        .contains("attributes has 17 entries; it may have 16");
  }

  /** Returns attributes of maximum size. */
  private static Map<String, String> attributes(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(
            Collectors.toMap(
                i -> String.format(Locale.ROOT, "%0" + Limits.ATTRIBUTE_NAME_BYTES + "d", i),
                i -> "x".repeat(Limits.ATTRIBUTE_VALUE_BYTES)));
  }

  /** Valid input never leads to output that a service would have to reject. */
  @Test
  void leaveRoomForAllThatFollowsFromTheLargestOrder() {
    List<OrderLine> lines = Samples.longLines(Limits.LINES, Limits.ORDER_QUANTITY);
    List<String> skus = lines.stream().map(OrderLine::getSku).toList();
    List<HeldUnit> holding =
        skus.stream()
            .map(sku -> new HeldUnit(sku, 1_000, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
            .toList();
    List<Shortage> shortages =
        skus.stream().map(sku -> new Shortage(sku, 1_000, Long.MAX_VALUE)).toList();
    Refusal refusal = new Refusal(Reason.OUT_OF_STOCK, String.join(", ", skus), shortages);

    assertThat(
            Stream.of(
                    new Sample<>(
                        EventCodec.BRANCH_COMMANDS,
                        new BranchCommand(
                            LONGEST_ID,
                            LONGEST_ID,
                            Long.MAX_VALUE,
                            new Reserve(
                                Long.MAX_VALUE,
                                LONGEST_ID,
                                LONGEST_ID,
                                LONGEST_ID,
                                lines,
                                attributes(16)))),
                    new Sample<>(
                        EventCodec.BRANCH_EVENTS,
                        new BranchEvent(
                            LONGEST_ID,
                            LONGEST_ID,
                            Long.MAX_VALUE,
                            Samples.NOON,
                            new Assigned(holding))),
                    new Sample<>(
                        EventCodec.ORDER_EVENTS,
                        Samples.told(new OrderPlaced(List.of(new Assignment("store", skus))))),
                    new Sample<>(EventCodec.ORDER_EVENTS, Samples.told(new OrderRejected(refusal))),
                    new Sample<>(
                        EventCodec.STORE_NOTIFICATIONS,
                        new StoreNotification(LONGEST_ID, LONGEST_ID, new PickOrder(lines))))
                .map(sample -> sample.encoded().length))
        .allSatisfy(bytes -> assertThat(bytes).isLessThan(Limits.RECORD_BYTES / 3));
  }

  /**
   * Checks that the coordinator can store every refusal; otherwise it would stop at every start.
   */
  @Test
  @DisplayName(
      "The largest order with all attributes, the holdings of two branches and the largest refusal fit in one record")
  void leaveRoomForTheLargestRefusalBesideTheLargestOrder() {
    List<OrderLine> lines = Samples.longLines(Limits.LINES, Limits.ORDER_QUANTITY);
    List<HeldUnit> holding =
        lines.stream()
            .map(
                line ->
                    new HeldUnit(
                        line.getSku(), 1_000, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
            .toList();
    List<Shortage> shortages =
        lines.stream().map(line -> new Shortage(line.getSku(), 1_000, Long.MAX_VALUE)).toList();
    // Characters of three bytes.
    Refusal largest = refusal(shortages, "\u20ac".repeat((16_000 - 6_400) / 3));
    TransactionState state =
        new TransactionState(
            LONGEST_ID,
            LONGEST_ID,
            LONGEST_ID,
            lines,
            attributes(Limits.ATTRIBUTES),
            OpenPhase.RELEASING,
            Stream.of("store", "delivery")
                .map(
                    branch ->
                        new BranchProgressState(branch, BranchStatusState.RELEASE_SENT, holding))
                .toList(),
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            largest,
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    assertThat(violation(largest)).isEmpty();
    assertThat(
            EventCodec.of(TransactionState.class, TransactionState.getClassSchema()).encode(state))
        .hasSizeLessThan(Limits.RECORD_BYTES);
    assertThat(violation(refusal(shortages, "x".repeat(16_000 - 6_400 + 1))))
        .contains("the refusal's detail and skus have 16,001 bytes; they may have 16,000");
  }

  @Test
  @DisplayName("The store's refusal of 100 skus of maximum length is within the limit")
  void letTheLargestShortageThrough() {
    List<Shortage> shortages =
        Samples.longLines(Limits.LINES, Limits.ORDER_QUANTITY).stream()
            .map(line -> new Shortage(line.getSku(), line.getQuantity(), line.getQuantity() - 1L))
            .toList();
    String detail =
        shortages.stream()
            .map(s -> s.getSku() + ": " + s.getWanted() + " wanted, " + s.getAvailable() + " left")
            .collect(Collectors.joining("; "));

    assertThat(violation(refusal(shortages, detail))).isEmpty();
  }

  private static Refusal refusal(List<Shortage> shortages, String detail) {
    return new Refusal(Reason.OUT_OF_STOCK, detail, shortages);
  }

  private static Optional<String> violation(Refusal refusal) {
    return Limits.violation(
        new BranchEvent("o-1", "s-1", 0L, Samples.NOON, new ReservationRefused(refusal)));
  }

  @Test
  void letTheLargestOrderAndTheLargestSupplyThroughAsJson() {
    assertThat(json(Samples.placeOrder(LONGEST_ID, Samples.longLines(100, 1_000))))
        .hasSizeLessThan(11_000);
    assertThat(json(Samples.stockReceived(LONGEST_ID, Samples.longLines(100, 1_000_000))))
        .hasSizeLessThan(11_000);
  }

  private static byte[] json(SpecificRecord record) {
    return EventJson.toJson(record).getBytes(StandardCharsets.UTF_8);
  }
}
