package dev.darkstore.protocol;

/** Reason of a refusal: the short form of the detail that a customer or an operator reads. */
public enum Reason {
  /** The store has too little of at least one sku. */
  OUT_OF_STOCK,
  /** No stock was ever received under this store id. */
  UNKNOWN_STORE,
  /** The store never stocked this sku. */
  UNKNOWN_SKU,
  /** No agent is free to deliver in this zone. */
  NO_AGENT_AVAILABLE,
  /** A reservation ran out, or would have, before both branches could be committed. */
  RESERVATION_EXPIRED,
  /** Not every branch answered Reserve in time. */
  RESERVE_TIMED_OUT,
  /** Not every branch answered Commit, however often it was repeated. */
  COMMIT_TIMED_OUT,
  /** The customer cancelled before the order was being committed. */
  CANCELLED,
  /** The order was older than the maximum age when it was read. */
  TOO_LATE,
  /** The order breaks a limit of the contract. */
  INVALID_ORDER,
  /** Goods that were held for the order were written off. */
  GOODS_WRITTEN_OFF,
  /** The agent held for the order went offline and no other agent was free. */
  AGENT_WENT_OFFLINE,
  /** Reserve came after Release: the order had been given up already. */
  ALREADY_RELEASED,
  /** Commit came for a branch that holds nothing for the order. */
  NOT_RESERVED,
  /** Too late to cancel: the order is being committed. */
  BEING_COMMITTED,
  /** Too late to cancel: the order is placed. */
  ALREADY_PLACED,
  /** No order is known under this id. */
  UNKNOWN_ORDER,
  /** The order id was used before, for an order with another content. */
  ORDER_ID_REUSED,
  /** The order is older than the time for which outcomes are remembered. */
  OLDER_THAN_RETENTION,
  /** A write-off names more than the store has. */
  WRITE_OFF_EXCEEDS_STOCK,
  /** The update id was used before, for an update with another content. */
  UPDATE_ID_REUSED,
  /** No agent of this id was ever online in the zone. */
  UNKNOWN_AGENT,
  /** The agent does not have the order that is reported as delivered. */
  AGENT_NOT_ON_ORDER,
  /** A reason of a participant that speaks a newer version of the contract. */
  OTHER
}
