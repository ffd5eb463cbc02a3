package dev.darkstore.audit.supply;

import dev.darkstore.audit.finding.History;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.UnitId;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * History of one sku in one store. Keeps two numbers: the supplied quantity, and the quantity with
 * orders (reserved or assigned); the difference is available.
 */
final class SkuHistory extends UnitHistory {
  private Deque<Supply> pending;
  private long supplied;
  private long withOrders;

  /**
   * Line of an applied supply record.
   *
   * @param quantity quantity received; negative if written off
   */
  private record Supply(long offset, long quantity) {}

  SkuHistory(UnitId id, History history) {
    super(id, history);
  }

  /** Notes applied supply of this sku; records arrive in the order of their offsets. */
  void supply(long offset, long quantity) {
    if (offset <= appliedOffset()) {
      return; // Included in the initial balance of this history.
    }
    if (pending == null) {
      pending = new ArrayDeque<>(1);
    }
    pending.add(new Supply(offset, quantity));
    advance(NOTHING_IS_OVERDUE);
  }

  @Override
  boolean isReady(UnitChange change) {
    return change.supplyOffset() <= appliedOffset()
        || (pending != null
            && !pending.isEmpty()
            && pending.peekLast().offset() >= change.supplyOffset());
  }

  @Override
  void begin(UnitChange change) {
    while (hasDue(change.supplyOffset())) {
      pending.pollFirst();
    }
    supplied = change.available();
    withOrders = 0;
  }

  @Override
  void apply(UnitChange change) {
    boolean named = change.supplyOffset() <= appliedOffset();
    while (hasDue(change.supplyOffset())) {
      named |= supply(pending.pollFirst()) == change.supplyOffset();
    }
    if (!named) {
      report(
          Invariant.STOCK,
          change,
          "it names supply record %d, which supplies nothing of this sku"
              .formatted(change.supplyOffset()));
    }
    long available = supplied - withOrders;
    withOrders += change.taken();
    long left = available - change.taken();
    if (left < 0) {
      report(
          Invariant.STOCK,
          change,
          "it takes %d, but only %d are available".formatted(change.taken(), available));
    }
    if (left != change.available()) {
      report(
          Invariant.STOCK,
          change,
          "its available quantity is %d, but %d supplied - %d reserved or assigned = %d"
              .formatted(change.available(), supplied, withOrders, left));
      withOrders = supplied - change.available(); // Continue with the service's balance.
    }
  }

  /** Applies the supply after the last change. */
  void finish() {
    checkMentioned();
    while (hasDue(Long.MAX_VALUE)) {
      supply(pending.pollFirst());
    }
  }

  private boolean hasDue(long offset) {
    return pending != null && !pending.isEmpty() && pending.peekFirst().offset() <= offset;
  }

  /** Applies a supply, and returns the offset of its record. */
  private long supply(Supply supply) {
    supplied += supply.quantity();
    if (supplied < withOrders) {
      report(
          Invariant.STOCK,
          "supply record %d writes off %d, but only %d were available"
              .formatted(
                  supply.offset(), -supply.quantity(), supplied - supply.quantity() - withOrders));
    }
    return supply.offset();
  }
}
