package dev.darkstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static Order order(String customerId, String storeId, OrderLine... lines) {
    return new Order("order-1", customerId, storeId, "zone-1", List.of(lines));
  }

  private final Order order =
      order("customer-1", "store-1", new OrderLine("rice", 2), new OrderLine("milk", 1));

  @Test
  void hasTheSameFingerprintAsAnEqualOrder() {
    assertThat(
            order("customer-1", "store-1", new OrderLine("rice", 2), new OrderLine("milk", 1))
                .fingerprint())
        .isEqualTo(order.fingerprint())
        .hasSize(32);
  }

  @Test
  void hasAnotherFingerprintWhenAnyFieldDiffers() {
    List<Order> others =
        List.of(
            new Order("order-2", "customer-1", "store-1", "zone-1", order.lines()),
            new Order("order-1", "customer-2", "store-1", "zone-1", order.lines()),
            new Order("order-1", "customer-1", "store-2", "zone-1", order.lines()),
            new Order("order-1", "customer-1", "store-1", "zone-2", order.lines()),
            order("customer-1", "store-1", new OrderLine("rice", 2)),
            order("customer-1", "store-1", new OrderLine("rice", 3), new OrderLine("milk", 1)),
            order("customer-1", "store-1", new OrderLine("rice", 1), new OrderLine("milk", 2)));

    assertThat(others).extracting(Order::fingerprint).doesNotContain(order.fingerprint());
    assertThat(others).extracting(Order::fingerprint).doesNotHaveDuplicates();
    assertThat(others).noneMatch(order::hasContentOf);
  }

  @Test
  @DisplayName("An order is equal in content to one with its lines in another sequence")
  void isEqualInContentToOneWithItsLinesInAnotherSequence() {
    Order exchanged =
        order("customer-1", "store-1", new OrderLine("milk", 1), new OrderLine("rice", 2));

    assertThat(exchanged.hasContentOf(order)).isTrue();
    assertThat(exchanged.fingerprint()).isEqualTo(order.fingerprint());
    assertThat(exchanged.lines()).as("sequence of picking").startsWith(new OrderLine("milk", 1));
  }

  @Test
  @DisplayName("A fingerprint over the lines as they came, of an earlier release, is recognized")
  void recognizesAFingerprintOfAnEarlierRelease() {
    assertThat(order.hasFingerprint("08595e05569b1a5964a62f179a6dfb27")).isTrue();
    assertThat(order.hasFingerprint(order.fingerprint())).isTrue();
    assertThat(order.hasFingerprint("0".repeat(32))).isFalse();
  }

  @Test
  void doesNotConfuseFieldsThatRunIntoEachOther() {
    assertThat(order("ab", "c").fingerprint()).isNotEqualTo(order("a", "bc").fingerprint());
  }

  private Order with(Map<String, String> attributes) {
    return new Order("order-1", "customer-1", "store-1", "zone-1", order.lines(), attributes);
  }

  @Test
  @DisplayName("Attributes are content, in any sequence")
  void countsAttributesAsContent() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("card", "visa");
    attributes.put("amount", "2450");
    Map<String, String> exchanged = new LinkedHashMap<>();
    exchanged.put("amount", "2450");
    exchanged.put("card", "visa");

    assertThat(with(attributes).hasContentOf(with(exchanged))).isTrue();
    assertThat(with(attributes).fingerprint()).isEqualTo(with(exchanged).fingerprint());
    assertThat(with(exchanged).attributes()).isEqualTo(attributes);
    List<Order> others =
        List.of(
            order,
            with(Map.of("amount", "2450")),
            with(Map.of("amount", "2451", "card", "visa")),
            with(Map.of("amount", "visa", "card", "2450")),
            with(Map.of("amounts", "2450", "card", "visa")));
    assertThat(others).noneMatch(with(attributes)::hasContentOf);
    assertThat(others)
        .extracting(Order::fingerprint)
        .doesNotContain(with(attributes).fingerprint());
    assertThat(others).extracting(Order::fingerprint).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("An attribute is not mistaken for a line whose quantity is the length of its value")
  void doesNotConfuseAnAttributeWithALine() {
    // The value is one character, then what the digest of a further line begins with.
    Order attribute = with(Map.of("soap", "\u0000\u0000\u0000\u0001a\u0000\u0000\u0000\u0001"));
    Order line =
        order(
            "customer-1",
            "store-1",
            new OrderLine("milk", 1),
            new OrderLine("rice", 2),
            new OrderLine("soap", 9),
            new OrderLine("a", 1));

    assertThat(attribute.fingerprint()).isNotEqualTo(line.fingerprint());
    assertThat(line.hasFingerprint(attribute.fingerprint())).isFalse();
  }

  @Test
  @DisplayName("Attributes do not change with the map that they came in")
  void keepsItsAttributes() {
    Map<String, String> attributes = new HashMap<>(Map.of("amount", "2450"));
    Order kept = with(attributes);
    attributes.put("amount", "1");

    assertThat(kept.attributes()).containsExactly(Map.entry("amount", "2450"));
  }

  @Test
  void namesNoSkuTwice() {
    assertThatThrownBy(() -> order("c", "s", new OrderLine("rice", 1), new OrderLine("rice", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("order order-1 names a sku twice");
  }

  @Test
  void wantsAtLeastOneOfEach() {
    assertThatThrownBy(() -> new OrderLine("rice", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("quantity of rice is 0");
  }
}
