package dev.darkstore.protocol.store;

import dev.darkstore.protocol.HeldUnit;
import java.util.Objects;

/**
 * Stock of one sku in one store. Reserved and assigned goods are counted in the reservations that
 * hold them: {@code available} is the rest of the supply.
 *
 * @param storeId id of the store
 * @param sku the sku
 * @param available units that can still be promised, never negative
 * @param change number of changes by reservations: 1, 2, 3 …
 * @param supplyOffset offset of the last supply record applied
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
