package dev.darkstore.local.demo;

import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Generator of orders for a scenario's stores and zones, a few of which cannot be placed. */
final class OrderGenerator {
  /** Unknown store. */
  static final String UNKNOWN_STORE = "elm-street";

  /** Unknown sku. */
  static final String UNKNOWN_SKU = "durian";

  /** A zone without agents. */
  static final String UNSERVED_ZONE = "hilltop";

  private static final int LINES_MAX = 5;
  private static final int QUANTITY_MAX = 3;
  private static final int CUSTOMERS = 90;

  private final List<String> stores;
  private final List<String> zones;
  private final List<String> skus;
  private final Random random;

  OrderGenerator(Scenario scenario, Random random) {
    stores = List.copyOf(scenario.stores());
    // One entry per agent: zones with more agents get more orders.
    zones = scenario.agents().stream().map(update -> update.getZoneId()).toList();
    skus = List.copyOf(scenario.skus());
    this.random = random;
  }

  /** Returns the next order. */
  OrderRequest order(int number) {
    String storeId = oneOf(stores);
    String zoneId = oneOf(zones);
    List<OrderLine> lines = lines();
    switch (random.nextInt(50)) {
      case 0 -> storeId = UNKNOWN_STORE;
      case 1 -> zoneId = UNSERVED_ZONE;
      case 2 -> lines.add(new OrderLine(UNKNOWN_SKU, 1));
      default -> {} // Can be placed if stock and agents suffice.
    }
    return new OrderRequest(
        "order-%05d".formatted(number),
        new PlaceOrder(
            "customer-%02d".formatted(1 + random.nextInt(CUSTOMERS)),
            storeId,
            zoneId,
            lines,
            Map.of()));
  }

  private List<OrderLine> lines() {
    List<String> shuffled = new ArrayList<>(skus);
    Collections.shuffle(shuffled, random);
    List<OrderLine> lines = new ArrayList<>();
    for (String sku : shuffled.subList(0, 1 + random.nextInt(LINES_MAX))) {
      lines.add(new OrderLine(sku, 1 + random.nextInt(QUANTITY_MAX)));
    }
    return lines;
  }

  private String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
