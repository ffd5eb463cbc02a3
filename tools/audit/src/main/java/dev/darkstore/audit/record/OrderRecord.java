package dev.darkstore.audit.record;

import java.util.Optional;

/**
 * Record of an order, for checks of causes.
 *
 * @param kind kind of its body
 * @param at position of the record
 * @param timestampMillis timestamp of the record, by its writer's clock
 * @param cause its cause; empty if it has none
 */
public record OrderRecord(
    RecordKind kind, Position at, long timestampMillis, Optional<Cause> cause) {
  /** Returns a record with its cause. */
  public static OrderRecord of(Object body, AuditRecord record) {
    return of(RecordKind.of(body), record);
  }

  /** Returns a record with its cause. */
  public static OrderRecord of(RecordKind kind, AuditRecord record) {
    return new OrderRecord(
        kind, record.position(), record.timestampMillis(), Cause.of(record.headers()));
  }

  @Override
  public String toString() {
    return kind.text() + " at " + at;
  }
}
