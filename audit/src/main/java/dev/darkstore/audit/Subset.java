package dev.darkstore.audit;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Some of a few supplies of a sku.
 *
 * @param all of which they are
 * @param chosen one bit for each
 */
record Subset(List<SkuSupply> all, int chosen) {
  /** More are never looked at: there would be too many ways. */
  static final int ELEMENTS_MAX = 12;

  /** All ways to choose some, or none. */
  static Stream<Subset> of(List<SkuSupply> all) {
    return IntStream.range(0, 1 << Math.min(all.size(), ELEMENTS_MAX))
        .mapToObj(chosen -> new Subset(all, chosen));
  }

  boolean contains(SkuSupply supply) {
    int index = all.indexOf(supply);
    return index >= 0 && (chosen & 1 << index) != 0;
  }

  long sum() {
    return all.stream().filter(this::contains).mapToLong(SkuSupply::quantity).sum();
  }
}
