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
  /** So many open records between two changes are told apart by trying; more never were seen. */
  private static final int TRIED_MAX = 12;

  private final WriteOffs writeOffs;
  private Deque<Supply> pending;
  private long supplied;
  private long withOrders;

  /**
   * A line of a supply record.
   *
   * @param quantity what came; negative if it was written off
   * @param fate null if it counts for certain
   */
  private record Supply(long offset, long quantity, Fate fate) {
    boolean isOpen() {
      return fate != null && fate.state() == Fate.State.OPEN;
    }

    boolean isEffective() {
      return fate == null || fate.state() == Fate.State.EFFECTIVE;
    }
  }

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
    pending.add(new Supply(offset, quantity, fate));
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
    List<Supply> due = due(change.supplyOffset());
    checkNamedRecord(change, due);
    long before = supplied - withOrders;
    settleOpen(due, before, change.available() + change.taken() - before);
    long available = supplyAll(due, before);
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
    List<Supply> due = due(Long.MAX_VALUE);
    long before = supplied - withOrders;
    settleBalance(due, before);
    supplied += supplyAll(due, before) - before;
  }

  private List<Supply> due(long offset) {
    if (pending == null || pending.isEmpty() || pending.peekFirst().offset() > offset) {
      return List.of();
    }
    List<Supply> due = new ArrayList<>();
    while (!pending.isEmpty() && pending.peekFirst().offset() <= offset) {
      due.add(pending.pollFirst());
    }
    if (pending.isEmpty()) {
      pending = null;
    }
    return due;
  }

  /** The record that a change names did count, or the change could not name it. */
  private void checkNamedRecord(UnitChange change, List<Supply> due) {
    if (change.supplyOffset() <= appliedOffset()) {
      return;
    }
    Supply last = due.isEmpty() ? null : due.get(due.size() - 1);
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

  /** Finds out which open records counted: those with which the change adds up. */
  private void settleOpen(List<Supply> due, long before, long wanted) {
    List<Supply> open = due.stream().filter(Supply::isOpen).toList();
    if (open.isEmpty()) {
      return;
    }
    long certain = due.stream().filter(Supply::isEffective).mapToLong(Supply::quantity).sum();
    if (open.size() <= TRIED_MAX) {
      int likely = likely(due, before, open);
      for (int tried = 0; tried < 1 << open.size(); tried++) {
        int counted = likely ^ tried;
        if (certain + sum(open, counted) == wanted) {
          settle(open, counted);
          return;
        }
      }
    }
    settleBalance(due, before);
  }

  /** What would be natural: what fits into the balance counts, repeats do not. */
  private static int likely(List<Supply> due, long before, List<Supply> open) {
    int counted = 0;
    long balance = before;
    for (Supply supply : due) {
      boolean counts =
          supply.isOpen()
              ? !supply.fate().isRepeat() && balance + supply.quantity() >= 0
              : supply.isEffective();
      if (counts) {
        balance += supply.quantity();
        if (supply.isOpen()) {
          counted |= 1 << open.indexOf(supply);
        }
      }
    }
    return counted;
  }

  private static long sum(List<Supply> open, int counted) {
    long sum = 0;
    for (int i = 0; i < open.size(); i++) {
      sum += (counted & 1 << i) == 0 ? 0 : open.get(i).quantity();
    }
    return sum;
  }

  private void settle(List<Supply> open, int counted) {
    for (int i = 0; i < open.size(); i++) {
      writeOffs.settle(
          open.get(i).fate(), (counted & 1 << i) == 0 ? Fate.State.VOID : Fate.State.EFFECTIVE);
    }
  }

  private void settleBalance(List<Supply> due, long before) {
    long balance = before;
    for (Supply supply : due) {
      if (supply.isOpen()) {
        boolean counts = !supply.fate().isRepeat() && balance + supply.quantity() >= 0;
        writeOffs.settle(supply.fate(), counts ? Fate.State.EFFECTIVE : Fate.State.VOID);
      }
      if (supply.isEffective()) {
        balance += supply.quantity();
      }
    }
  }

  private long supplyAll(List<Supply> due, long before) {
    long balance = before;
    for (Supply supply : due) {
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
