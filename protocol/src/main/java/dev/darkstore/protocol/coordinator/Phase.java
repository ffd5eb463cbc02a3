package dev.darkstore.protocol.coordinator;

/**
 * Phase of a transaction.
 *
 * <p>{@code RESERVING → COMMITTING → PLACED}, or {@code → RELEASING → REJECTED}.
 */
public enum Phase {
  /** Reserve was sent to every branch; not all have replied. Any refusal leads to RELEASING. */
  RESERVING,
  /**
   * Every branch holds its resource; Commit was sent. Still undecided: the order is placed only
   * when every branch is assigned, and a branch that cannot be assigned leads to RELEASING.
   */
  COMMITTING,
  /**
   * The rejection was published; Release is repeated until every branch has acknowledged it. No
   * transition leads back.
   */
  RELEASING,
  /** Every branch is assigned and the outcome was published. Final: the only commit point. */
  PLACED,
  /** Nothing is held or assigned any more. Final. */
  REJECTED
}
