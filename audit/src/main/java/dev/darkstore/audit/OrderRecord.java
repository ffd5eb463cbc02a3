package dev.darkstore.audit;

import java.util.Optional;

/**
 * Record of an order, as far as causes go.
 *
 * @param kind kind of its body
 * @param at its place
 * @param timestampMillis its time, by its writer's clock
 * @param transactionId transaction that a command belongs to; -1 if it is none
 * @param attempt number of a Commit; 0 if it is none
 * @param cause cause that it names; empty if it names none
 */
record OrderRecord(
    RecordKind kind,
    Position at,
    long timestampMillis,
    long transactionId,
    int attempt,
    Optional<Cause> cause) {
  private static final long NO_TRANSACTION = -1;

  /** Returns a record that is no command. */
  static OrderRecord of(Object body, AuditRecord record) {
    return of(RecordKind.of(body), record);
  }

  /** Returns a record that is no command. */
  static OrderRecord of(RecordKind kind, AuditRecord record) {
    return new OrderRecord(
        kind,
        record.position(),
        record.timestampMillis(),
        NO_TRANSACTION,
        0,
        Cause.of(record.headers()));
  }

  /** Returns a command. */
  static OrderRecord command(Object body, long transactionId, int attempt, AuditRecord record) {
    return new OrderRecord(
        RecordKind.of(body),
        record.position(),
        record.timestampMillis(),
        transactionId,
        attempt,
        Cause.of(record.headers()));
  }

  @Override
  public String toString() {
    return kind.text() + " at " + at;
  }
}
