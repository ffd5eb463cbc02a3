package dev.darkstore.schemas;

/** Why a record went to the dead letters: the short form; the detail is a sentence. */
public enum DeadLetterReason {
  /** Neither Avro under a known schema nor, where that is allowed, JSON of a known shape. */
  UNREADABLE,
  /** It could be read, but breaks one of the contract's {@link Limits}. */
  INVALID,
  /** Its key is not the field that has to be its key, so it may lie on a wrong partition. */
  KEY_MISMATCH,
  /** Its value is larger than {@link Limits#RECORD_BYTES}; it was not looked into. */
  TOO_LARGE,
  /**
   * Its key is right, but it lies on another partition than {@link Partitions} gives for that key:
   * the producer partitions in another way than Java's does.
   */
  WRONG_PARTITION,
  /** The order id was used before, for an order with another content. */
  ORDER_ID_REUSED,
  /** The order is older than outcomes are remembered, so it cannot be decided safely any more. */
  OLDER_THAN_RETENTION,
  /** A write-off names more than the store has. */
  WRITE_OFF_EXCEEDS_STOCK,
  /** The update id was used before, for an update with another content. */
  UPDATE_ID_REUSED,
  /** No agent of this id was ever online in the zone. */
  UNKNOWN_AGENT,
  /** The agent does not have the order that is reported as delivered. */
  AGENT_NOT_ON_ORDER
}
