package dev.darkstore.schemas;

/** Reason of a dead letter: the short form; the detail is a sentence. */
public enum DeadLetterReason {
  /** Neither Avro under a known schema nor, where that is allowed, JSON of a known shape. */
  UNREADABLE,
  /** Decoded, but violates one of the contract's {@link Limits}. */
  INVALID,
  /** Its key differs from the field that must be its key, so it may be on a wrong partition. */
  KEY_MISMATCH,
  /** Its value is larger than {@link Limits#RECORD_BYTES}; it was not decoded. */
  TOO_LARGE,
  /**
   * Its key is right, but its partition differs from the one that {@link Partitions} computes: the
   * producer uses another partitioner than Java's.
   */
  WRONG_PARTITION,
  /** The order id was used before, for an order with different content. */
  ORDER_ID_REUSED,
  /** The order is older than the retention of outcomes, so it cannot be decided safely any more. */
  OLDER_THAN_RETENTION,
  /** The write-off exceeds the stock of the store. */
  WRITE_OFF_EXCEEDS_STOCK,
  /** The update id was used before, for an update with different content. */
  UPDATE_ID_REUSED,
  /** No agent with this id was ever online in the zone. */
  UNKNOWN_AGENT,
  /** The agent is not assigned to the order that is reported as delivered. */
  AGENT_NOT_ON_ORDER
}
