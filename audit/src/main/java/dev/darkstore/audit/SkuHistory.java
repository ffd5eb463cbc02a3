package dev.darkstore.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The history of one sku in one store. Keeps three numbers: what was supplied, what is with orders
 * (reserved or assigned), and so what is available.
 */
final class SkuHistory extends UnitHistory {
  private final WriteOffs writeOffs;
  private Deque<SkuSupply> pending;
  private long supplied;
  private long withOrders;

  SkuHistory(UnitId id, History history, WriteOffs writeOffs) {
    super(id, history);
    this.writeOffs = writeOffs;
  }

  /** What a supply record says of this sku; records come in the order of their offsets. */
  void supply(long offset, long quantity, Fate fate) {
    if (offset <= appliedOffset()) {
      return; // Part of the balance that was taken over when this history began.
    }
    if (pending == null) {
      pending = new ArrayDeque<>(1);
    }
    pending.add(new SkuSupply(offset, quantity, fate));
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
    due(change.supplyOffset());
    supplied = change.available();
    withOrders = 0;
  }

  @Override
  void apply(UnitChange change) {
    List<SkuSupply> due = due(change.supplyOffset());
    checkNamedRecord(change, due);
    long before = supplied - withOrders;
    long available = before + added(change, due, before);
    supplied += available - before;
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
          "it says that %d are available, but %d supplied - %d reserved or assigned = %d"
              .formatted(change.available(), supplied, withOrders, left));
      withOrders = supplied - change.available(); // Go on from what the service believes.
    }
  }

  /** Applies the supply after the last change. */
  void finish() {
    checkMentioned();
    List<SkuSupply> due = due(Long.MAX_VALUE);
    long before = supplied - withOrders;
    settleBalance(due, before);
    supplied += supplyAll(due, before) - before;
  }

  private List<SkuSupply> due(long offset) {
    if (pending == null || pending.isEmpty() || pending.peekFirst().offset() > offset) {
      return List.of();
    }
    List<SkuSupply> due = new ArrayList<>();
    while (!pending.isEmpty() && pending.peekFirst().offset() <= offset) {
      due.add(pending.pollFirst());
    }
    if (pending.isEmpty()) {
      pending = null;
    }
    return due;
  }

  /** The record that a change names did count, or the change could not name it. */
  private void checkNamedRecord(UnitChange change, List<SkuSupply> due) {
    if (change.supplyOffset() <= appliedOffset()) {
      return;
    }
    SkuSupply last = due.isEmpty() ? null : due.get(due.size() - 1);
    if (last == null || last.offset() != change.supplyOffset()) {
      report(
          Invariant.STOCK,
          change,
          "it names supply record %d, which supplies nothing of this sku"
              .formatted(change.supplyOffset()));
    } else if (last.isOpen()) {
      writeOffs.settle(last.fate(), Fate.State.EFFECTIVE);
    } else if (!last.isEffective()) {
      report(
          Invariant.STOCK,
          change,
          "it names supply record %d as applied, which was refused or ignored"
              .formatted(change.supplyOffset()));
      last.fate().settle(Fate.State.EFFECTIVE);
    }
  }

  /**
   * What the supply before a change adds. Which of the open records counted follows from what the
   * change says is available, if there is one way only in which it adds up.
   */
  private long added(UnitChange change, List<SkuSupply> due, long before) {
    List<SkuSupply> open = due.stream().filter(SkuSupply::isOpen).toList();
    long wanted = change.available() + change.taken() - before;
    if (!open.isEmpty()) {
      List<Subset> ways =
          Subset.of(open).filter(some -> addsUp(due, some, before, wanted)).limit(2).toList();
      if (ways.size() > 1 || open.size() > Subset.ELEMENTS_MAX) {
        long certain =
            due.stream().filter(SkuSupply::isEffective).mapToLong(SkuSupply::quantity).sum();
        writeOffs.add(new Doubt(this, change, open, wanted - certain));
        return wanted;
      }
      if (ways.size() == 1) {
        for (SkuSupply supply : open) {
          boolean counted = ways.get(0).contains(supply);
          writeOffs.settle(supply.fate(), counted ? Fate.State.EFFECTIVE : Fate.State.VOID);
        }
      }
    }
    return supplyAll(due, before) - before;
  }

  private static boolean addsUp(List<SkuSupply> due, Subset some, long before, long wanted) {
    long balance = before;
    for (SkuSupply supply : due) {
      if (supply.isEffective() || some.contains(supply)) {
        balance += supply.quantity();
        if (balance < 0) {
          return false;
        }
      }
    }
    return balance - before == wanted;
  }

  /** Nothing tells any more: what fits into the balance counted, repeats did not. */
  private void settleBalance(List<SkuSupply> due, long before) {
    long balance = before;
    for (SkuSupply supply : due) {
      if (supply.isOpen()) {
        boolean counts = !supply.fate().isRepeat() && balance + supply.quantity() >= 0;
        writeOffs.settle(supply.fate(), counts ? Fate.State.EFFECTIVE : Fate.State.VOID);
      }
      if (supply.isEffective()) {
        balance += supply.quantity();
      }
    }
  }

  private long supplyAll(List<SkuSupply> due, long before) {
    long balance = before;
    for (SkuSupply supply : due) {
      if (supply.isEffective()) {
        balance += supply.quantity();
        if (balance < 0) {
          report(
              Invariant.STOCK,
              "supply record %d writes off %d, but only %d were available"
                  .formatted(supply.offset(), -supply.quantity(), balance - supply.quantity()));
        }
      }
    }
    return balance;
  }
}
