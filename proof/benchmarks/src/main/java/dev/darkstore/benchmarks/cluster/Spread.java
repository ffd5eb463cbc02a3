package dev.darkstore.benchmarks.cluster;

import dev.darkstore.events.OrderLine;
import java.util.ArrayList;
import java.util.List;

/**
 * Distribution of stores, zones and goods over orders, which determines their contention. There are
 * as many zones as stores.
 */
public enum Spread {
  /** Evenly over a hundred stores and zones. */
  EVEN("evenly over 100 stores", 100),
  /** All orders from one store, to one zone. */
  ONE_STORE("one store", 1),
  /** Evenly over ten thousand stores and zones. */
  MANY_STORES("evenly over 10,000 stores", 10_000),
  /** Every second order from one of a hundred stores, and to its zone. */
  HOT_STORE("every second from one of 100 stores", 100) {
    @Override
    public int storeOf(long number) {
      return number % 2 == 0 ? 0 : super.storeOf(number);
    }

    @Override
    public int zoneOf(long number) {
      return number % 2 == 0 ? 0 : super.zoneOf(number);
    }
  },
  /** One sku of one store for all orders. */
  ONE_SKU("one sku of one store", 1) {
    @Override
    public List<OrderLine> lines(long number) {
      return List.of(new OrderLine(Workload.sku(0), quantityOf(number)));
    }
  };

  private final String label;
  private final int stores;

  Spread(String label, int stores) {
    this.label = label;
    this.stores = stores;
  }

  public String label() {
    return label;
  }

  public int stores() {
    return stores;
  }

  /** Returns the store; stores are numbered in another sequence than zones, so that pairs vary. */
  public int storeOf(long number) {
    return (int) ((number * 37 + number / stores) % stores);
  }

  public int zoneOf(long number) {
    return (int) (number % stores);
  }

  /** Returns one to three lines, two on average, of one or two pieces. */
  public List<OrderLine> lines(long number) {
    int count = 1 + (int) (number % 3);
    int first = (int) (number / 3 % Workload.SKUS_PER_STORE);
    List<OrderLine> lines = new ArrayList<>(count);
    for (int line = 0; line < count; line++) {
      lines.add(
          new OrderLine(
              Workload.sku((first + line * 7) % Workload.SKUS_PER_STORE), quantityOf(number)));
    }
    return lines;
  }

  private static int quantityOf(long number) {
    return 1 + (int) (number % 2);
  }
}
