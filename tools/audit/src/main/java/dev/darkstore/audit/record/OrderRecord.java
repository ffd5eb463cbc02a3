package dev.darkstore.audit.record;

import java.util.Optional;

/**
 * Record of an order, as far as causes go.
 *
 * @param kind kind of its body
 * @param at its place
 * @param timestampMillis its time, by its writer's clock
 * @param cause cause that it names; empty if it names none
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
