package dev.darkstore.protocol.store;

import dev.darkstore.protocol.HeldUnit;
import java.util.Objects;

/**
 * One sku in one store. Reserved and assigned goods are counted where they are held, in the
 * reservations: {@code available} is what is left of the supply.
 *
 * @param storeId the store
 * @param sku the sku
 * @param available how many units can still be promised, never negative
 * @param change how often reservations have changed it: 1, 2, 3 …
 * @param supplyOffset offset of the last supply record applied to it
 */
public record SkuStock(String storeId, String sku, long available, long change, long supplyOffset) {
  public SkuStock {
    Objects.requireNonNull(storeId, "storeId");
    Objects.requireNonNull(sku, "sku");
    if (available < 0) {
      throw new IllegalStateException(
          "negative stock: %s of %s in %s".formatted(available, sku, storeId));
    }
  }

  SkuStock taken(int quantity) {
    return new SkuStock(storeId, sku, available - quantity, change + 1, supplyOffset);
  }

  SkuStock givenBack(int quantity) {
    return new SkuStock(storeId, sku, Math.addExact(available, quantity), change + 1, supplyOffset);
  }

  SkuStock supplied(long quantity, long offset) {
    return new SkuStock(storeId, sku, Math.addExact(available, quantity), change, offset);
  }

  HeldUnit heldUnit(int quantity) {
    return new HeldUnit(sku, quantity, change, supplyOffset, available);
  }
}
