package dev.darkstore.protocol.coordinator;

/**
 * Where a transaction stands.
 *
 * <p>{@code RESERVING → COMMITTING → PLACED}, or {@code → RELEASING → REJECTED}.
 */
public enum Phase {
  /** Reserve was sent to every branch; not all have answered. Any no ends in RELEASING. */
  RESERVING,
  /**
   * Every branch holds its resource; Commit was sent. Still undecided: only when every branch is
   * assigned is the order placed, and a branch that cannot be leads to RELEASING.
   */
  COMMITTING,
  /**
   * The customer was told no; Release was sent, and is sent until every branch has acknowledged it.
   * Nothing leads back from here.
   */
  RELEASING,
  /** Every branch is assigned and all were told. Final: the only commit point. */
  PLACED,
  /** Nothing is held or assigned any more. Final. */
  REJECTED
}
