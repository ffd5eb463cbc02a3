package dev.darkstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
