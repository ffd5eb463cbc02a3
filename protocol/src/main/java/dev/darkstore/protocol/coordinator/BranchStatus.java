package dev.darkstore.protocol.coordinator;

/** Status of one branch of a transaction, as far as the coordinator knows. */
public enum BranchStatus {
  /** Reserve was sent, no reply has arrived. */
  ASKED,
  /** The branch holds its resource. */
  RESERVED,
  /** The branch refused: it holds nothing and needs no Release. */
  REFUSED,
  /** The branch's reservation is final, provided that the transaction is placed. */
  ASSIGNED,
  /** Release was sent and not acknowledged yet. */
  RELEASE_SENT,
  /** The branch has acknowledged Release. */
  RELEASED;

  /** Returns true if the branch holds nothing, or soon will: the order cannot be placed. */
  boolean isLost() {
    return this == REFUSED || this == RELEASE_SENT || this == RELEASED;
  }

  /** Returns true if the branch may have assigned its resource, taken back or not. */
  boolean mayHaveAssigned() {
    return this == ASSIGNED || this == RELEASE_SENT || this == RELEASED;
  }
}
