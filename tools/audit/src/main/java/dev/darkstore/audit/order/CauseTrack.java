package dev.darkstore.audit.order;

import dev.darkstore.audit.record.OrderRecord;
import dev.darkstore.audit.record.Position;
import dev.darkstore.audit.record.RecordKind;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Positions of one order's records that others can follow from, and the records whose cause was not
 * read yet. Checked records are dropped.
 */
final class CauseTrack {
  private final List<Position> places = new ArrayList<>(8);
  private final List<RecordKind> kinds = new ArrayList<>(8);
  private final List<OrderRecord> awaiting = new ArrayList<>(2);
  private final List<Sent> sent = new ArrayList<>(2);
  private OptionalLong transactionId = OptionalLong.empty();
  private boolean hasCommand;

  /** First Release, or first Settle, of a transaction. */
  private record Sent(long transactionId, OrderRecord command) {}

  /** Adds a record that others can follow from, and returns the records that waited for it. */
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

  /** Returns the kind of the order's record at this position; null if none was read there. */
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

  /** Removes and returns the older records whose cause was not read. */
  List<OrderRecord> takeAwaiting(long beforeMillis) {
    if (awaiting.isEmpty()) {
      return List.of();
    }
    List<OrderRecord> taken =
        awaiting.stream().filter(effect -> effect.timestampMillis() < beforeMillis).toList();
    awaiting.removeAll(taken);
    return taken;
  }

  /** Notes a record that follows from the PlaceOrder that began a transaction. */
  void begun(OrderRecord record) {
    record
        .cause()
        .filter(cause -> cause.isRecord() && cause.record().topic().equals(Topic.ORDERS))
        .ifPresent(cause -> transactionId = OptionalLong.of(cause.record().offset()));
  }

  /** Returns the transaction that decides the order; empty if unknown. */
  OptionalLong transactionId() {
    return transactionId;
  }

  /** Notes a command of a transaction. */
  void sent(long transactionId, OrderRecord command) {
    hasCommand = true;
    if (!command.kind().isRequest()
        && first(command.kind(), OptionalLong.of(transactionId)).isEmpty()) {
      sent.add(new Sent(transactionId, command));
    }
  }

  /** Returns true if a command of the order was read. */
  boolean hasCommand() {
    return hasCommand;
  }

  /**
   * Returns the first Release, or Settle, that was read.
   *
   * @param transactionId transaction that sent it; empty for any
   */
  Optional<OrderRecord> first(RecordKind kind, OptionalLong transactionId) {
    for (Sent candidate : sent) {
      if (candidate.command().kind() == kind
          && candidate.transactionId() == transactionId.orElse(candidate.transactionId())) {
        return Optional.of(candidate.command());
      }
    }
    return Optional.empty();
  }

  /** Starts another order with this id, whose records may have been read before. */
  void begin() {
    sent.clear();
    transactionId = OptionalLong.empty();
    hasCommand = false;
  }
}
