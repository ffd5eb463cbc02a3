package dev.darkstore.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Some of a few supplies of a sku.
 *
 * @param all of which they are
 * @param chosen one bit for each
 */
record Subset(List<SkuSupply> all, int chosen) {
  /** Of more there would be too many ways. */
  static final int ELEMENTS_MAX = 12;

  private static final int SUMS_MAX = 1 << 16;

  /**
   * All ways to choose some, or none.
   *
   * @param all at most {@value #ELEMENTS_MAX}
   */
  static Stream<Subset> of(List<SkuSupply> all) {
    if (all.size() > ELEMENTS_MAX) {
      throw new IllegalArgumentException("too many ways to choose of " + all.size());
    }
    return IntStream.range(0, 1 << all.size()).mapToObj(chosen -> new Subset(all, chosen));
  }

  /** Whether some, or none, add up to this; also if there are so many that nobody can tell. */
  static boolean canSumTo(List<SkuSupply> all, long wanted) {
    Set<Long> sums = new HashSet<>(Set.of(0L));
    for (SkuSupply supply : all) {
      for (long sum : List.copyOf(sums)) {
        sums.add(sum + supply.quantity());
      }
      if (sums.size() > SUMS_MAX) {
        return true;
      }
    }
    return sums.contains(wanted);
  }

  boolean contains(SkuSupply supply) {
    int index = all.indexOf(supply);
    return index >= 0 && (chosen & 1 << index) != 0;
  }

  long sum() {
    return all.stream().filter(this::contains).mapToLong(SkuSupply::quantity).sum();
  }
}
