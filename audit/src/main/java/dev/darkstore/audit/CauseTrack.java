package dev.darkstore.audit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Places of one order's records that others can follow from, and the records whose cause was not
 * read yet. What was judged is dropped.
 */
final class CauseTrack {
  private final List<Position> places = new ArrayList<>(8);
  private final List<RecordKind> kinds = new ArrayList<>(8);
  private final List<OrderRecord> awaiting = new ArrayList<>(2);
  private OrderRecord firstRelease;
  private OrderRecord firstSettle;
  private boolean hasCommand;

  /** Adds a record that others can follow from, and returns those that waited for it. */
  List<OrderRecord> read(RecordKind kind, Position at) {
    places.add(at);
    kinds.add(kind);
    if (awaiting.isEmpty()) {
      return List.of();
    }
    List<OrderRecord> followed = new ArrayList<>(2);
    for (Iterator<OrderRecord> i = awaiting.iterator(); i.hasNext(); ) {
      OrderRecord effect = i.next();
      if (at.equals(effect.cause().orElseThrow().record())) {
        followed.add(effect);
        i.remove();
      }
    }
    return followed;
  }

  /** Returns the kind of the order's record at this place; null if none was read there. */
  RecordKind kindAt(Position at) {
    int found = places.indexOf(at);
    return found < 0 ? null : kinds.get(found);
  }

  /** Keeps a record until its cause is read. */
  void await(OrderRecord effect) {
    awaiting.add(effect);
  }

  boolean isAwaiting() {
    return !awaiting.isEmpty();
  }

  /** Returns the older records whose cause was not read, and keeps them no longer. */
  List<OrderRecord> takeAwaiting(long beforeMillis) {
    if (awaiting.isEmpty()) {
      return List.of();
    }
    List<OrderRecord> taken =
        awaiting.stream().filter(effect -> effect.timestampMillis() < beforeMillis).toList();
    awaiting.removeAll(taken);
    return taken;
  }

  /** Notes a command. */
  void sent(OrderRecord command) {
    hasCommand = true;
    if (command.kind() == RecordKind.RELEASE) {
      firstRelease = firstRelease == null ? command : firstRelease;
    } else if (command.kind() == RecordKind.SETTLE) {
      firstSettle = firstSettle == null ? command : firstSettle;
    }
  }

  /** Returns true if a command of the order was read. */
  boolean hasCommand() {
    return hasCommand;
  }

  /** Returns the first Release that was read; null if there is none. */
  OrderRecord firstRelease() {
    return firstRelease;
  }

  /** Returns the first Settle that was read; null if there is none. */
  OrderRecord firstSettle() {
    return firstSettle;
  }

  /** Begins another order under the same id. Its records may have been read before. */
  void begin() {
    firstRelease = null;
    firstSettle = null;
    hasCommand = false;
  }
}
