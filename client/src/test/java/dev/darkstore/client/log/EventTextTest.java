package dev.darkstore.client.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Assignment;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.Settle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The text of an event")
class EventTextTest {
  private static final Instant EXPIRY = Instant.parse("2026-01-31T12:02:00Z");
  private static final Reserved RESERVED =
      new Reserved(
          List.of(
              new HeldUnit("milk", 2, 1L, 0L, 8L),
              new HeldUnit("eggs", 1, 4L, 0L, 3L),
              new HeldUnit("tea", 1, 9L, 0L, 0L)),
          EXPIRY,
          1_000L);

  @Test
  @DisplayName("is short in a list, and complete as evidence")
  void isShortOrComplete() {
    assertThat(EventText.detail(RESERVED)).isEqualTo("milk, eggs and 1 more");
    assertThat(EventText.evidence(RESERVED))
        .isEqualTo(
            "Reserved 2 x milk (change 1, 8 left), 1 x eggs (change 4, 3 left), 1 x tea (change 9,"
                + " 0 left) until 2026-01-31T12:02:00Z");
  }

  @Test
  @DisplayName("is the name alone if the event has no fields")
  void isTheNameAlone() {
    assertThat(EventText.evidence(new Settle())).isEqualTo("Settle");
    assertThat(EventText.detail(new Settle())).isEmpty();
  }

  @Test
  @DisplayName("names nothing for a release of an order that held nothing")
  void namesNothing() {
    assertThat(EventText.evidence(new Released(List.of()))).isEqualTo("Released returns nothing");
    assertThat(EventText.detail(new Released(List.of()))).isEqualTo("held nothing");
  }

  @Test
  @DisplayName("shows at most two units a branch, except as evidence")
  void showsFewUnits() {
    OrderPlaced placed =
        new OrderPlaced(
            List.of(
                new Assignment("store", List.of("milk", "eggs", "tea")),
                new Assignment("delivery", List.of("ann"))));

    assertThat(EventText.assignments(placed))
        .isEqualTo("store: milk, eggs and 1 more; delivery: ann");
    assertThat(EventText.evidence(placed))
        .isEqualTo("OrderPlaced store: milk, eggs, tea; delivery: ann");
  }

  @Test
  @DisplayName("shows at most five order lines")
  void showsFewLines() {
    List<OrderLine> lines =
        IntStream.rangeClosed(1, 7).mapToObj(n -> new OrderLine("sku-" + n, n)).toList();

    assertThat(EventText.lines(lines))
        .isEqualTo("1 x sku-1, 2 x sku-2, 3 x sku-3, 4 x sku-4, 5 x sku-5 and 2 more");
  }

  @Test
  @DisplayName("shows at most five attributes, sorted, except as evidence")
  void showsFewAttributes() {
    Map<String, String> attributes =
        IntStream.rangeClosed(1, 7)
            .boxed()
            .collect(Collectors.toMap(n -> "name-" + n, n -> n == 1 ? "a\tb" : "" + n));
    PlaceOrder place =
        new PlaceOrder("ann", "s-1", "z-1", List.of(new OrderLine("tea", 1)), attributes);

    assertThat(EventText.attributes(attributes))
        .isEqualTo("name-1=a\\u0009b, name-2=2, name-3=3, name-4=4, name-5=5 and 2 more");
    assertThat(EventText.attributes(Map.of())).isEmpty();
    assertThat(EventText.evidence(place))
        .isEqualTo(
            "PlaceOrder 1 x tea, store s-1, zone z-1, name-1=a\\u0009b, name-2=2, name-3=3,"
                + " name-4=4, name-5=5, name-6=6, name-7=7");
    assertThat(
            EventText.evidence(
                new Reserve(5L, "ann", "s-1", "z-1", place.getLines(), Map.of("amount", "2450"))))
        .isEqualTo("Reserve 1 x tea for 5 ms, amount=2450");
  }

  @Test
  @DisplayName("has no control characters, whatever a service wrote")
  void hasNoControlCharacters() {
    ReservationRefused refused =
        new ReservationRefused(new Refusal(Reason.OTHER, "\u001b[31mred", List.of()));

    assertThat(EventText.detail(refused)).isEqualTo("\\u001b[31mred");
    assertThat(EventText.evidence(refused)).isEqualTo("ReservationRefused OTHER: \\u001b[31mred");
  }
}
