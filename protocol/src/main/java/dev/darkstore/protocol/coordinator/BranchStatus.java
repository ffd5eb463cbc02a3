package dev.darkstore.protocol.coordinator;

/** Status of one branch of a transaction, as far as the coordinator knows. */
public enum BranchStatus {
  /** Reserve was sent, nothing was heard. */
  ASKED,
  /** It holds its resource. */
  RESERVED,
  /** It refused: it holds nothing, and need not be told to release. */
  REFUSED,
  /** Its reservation is final, as far as the coordinator's decision allows. */
  ASSIGNED,
  /** Release was sent and not acknowledged yet. */
  RELEASE_SENT,
  /** It has acknowledged Release. */
  RELEASED
}
