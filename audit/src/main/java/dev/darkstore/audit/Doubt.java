package dev.darkstore.audit;

import java.util.List;
import java.util.Optional;

/**
 * A change of a sku that adds up in more than one way, as it is not known yet which of the
 * write-offs before it were refused. The dead letters will tell.
 *
 * @param sku whose change
 * @param change the change
 * @param open the write-offs, and repeats of updates, that it may be
 * @param wanted what those that counted have to add up to
 */
record Doubt(SkuHistory sku, UnitChange change, List<SkuSupply> open, long wanted) {

  /** Whether there is one any more. */
  boolean isSettled() {
    return open.stream().noneMatch(SkuSupply::isOpen);
  }

  /**
   * All dead letters were read: reports a sum that cannot be.
   *
   * @param writeOffs is told of write-offs that did count, having no dead letter
   */
  void resolve(WriteOffs writeOffs) {
    for (SkuSupply supply : open) {
      if (supply.isOpen() && supply.fate().isLetterDue()) {
        writeOffs.settle(supply.fate(), Fate.State.EFFECTIVE);
      }
    }
    List<SkuSupply> left = open.stream().filter(SkuSupply::isOpen).toList();
    long counted =
        open.stream().filter(SkuSupply::isEffective).mapToLong(SkuSupply::quantity).sum();
    Optional<Subset> way =
        Subset.of(left).filter(some -> counted + some.sum() == wanted).findFirst();
    if (way.isEmpty()) {
      sku.report(
          Invariant.STOCK,
          change,
          "it says that %d are available, which the write-offs before it do not add up to"
              .formatted(change.available()));
    }
    for (SkuSupply repeat : left) {
      boolean counts = way.isPresent() && way.get().contains(repeat);
      writeOffs.settle(repeat.fate(), counts ? Fate.State.EFFECTIVE : Fate.State.VOID);
    }
  }
}
