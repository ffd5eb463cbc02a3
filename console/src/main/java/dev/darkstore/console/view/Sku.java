package dev.darkstore.console.view;

import dev.darkstore.events.HeldUnit;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One sku of one store. Every reservation says how many were left after it and which supply had
 * been counted by then; what was supplied after that is added here as the store will add it.
 */
final class Sku {
  private static final int PENDING_MAX = 1_000;

  private final Deque<Supply> pending = new ArrayDeque<>(1);
  private long change;
  private long supplyOffset = -1;
  private long balance;
  private long supplied;
  private boolean isHeard;

  /** A supply record that no reservation has named yet. */
  private record Supply(long offset, long quantity) {}

  /** A supply record; a negative quantity is written off. */
  void supply(long offset, long quantity) {
    supplied += quantity;
    if (offset > supplyOffset) {
      pending.add(new Supply(offset, quantity));
      if (pending.size() > PENDING_MAX) {
        Supply eldest = pending.remove();
        balance += eldest.quantity();
        supplyOffset = eldest.offset();
      }
    }
  }

  /** A supply record counted for nothing after all. */
  void refuse(long offset, long quantity) {
    supplied -= quantity;
    pending.removeIf(supply -> supply.offset() == offset);
  }

  void hear(HeldUnit unit) {
    isHeard = true;
    if (unit.getChange() < change) {
      return;
    }
    change = unit.getChange();
    balance = unit.getAvailable();
    supplyOffset = Math.max(supplyOffset, unit.getSupplyOffset());
    while (!pending.isEmpty() && pending.element().offset() <= supplyOffset) {
      pending.remove();
    }
  }

  /** How many can still be promised. */
  long available() {
    long available = balance;
    for (Supply supply : pending) {
      // A write-off takes what is available first, then what is held.
      available = Math.max(0, available + supply.quantity());
    }
    return available;
  }

  /** How many came in, less those that were written off, as far as the topic goes back. */
  long supplied() {
    return supplied;
  }

  /** Whether a reservation was read that says how many are left. */
  boolean isHeard() {
    return isHeard;
  }
}
