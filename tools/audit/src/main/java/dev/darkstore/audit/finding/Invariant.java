package dev.darkstore.audit.finding;

/**
 * Invariants of the system, as far as the topics show them. "Quiet" means: everything was read up
 * to an end at which the order in question was older than the grace time.
 */
public enum Invariant {
  /**
   * Every order has at most one outcome, and exactly one once quiet. An outcome may be repeated
   * with equal content; no other may follow. A dead letter needs none.
   */
  ONE_OUTCOME,
  /**
   * Once quiet, an order is placed if and only if goods and agent are assigned to it; the goods are
   * all that was ordered, and there is one agent; an order that is not placed has neither.
   */
  ATOMICITY,
  /**
   * At every prefix of a sku's history, available + reserved + assigned = supplied, none is
   * negative, and the available quantity in an event equals that of the history.
   */
  STOCK,
  /**
   * At no prefix does an agent hold two orders; only an online agent is assigned to an order, and
   * an order gives back only its own agent. Once quiet, no agent has orders in two zones.
   */
  AGENTS,
  /**
   * Every record follows its cause: a branch is assigned only after it was reserved; an order is
   * placed only with every branch assigned, in the store and zone of the order, and with the units
   * of the branches; no event concerns an order without PlaceOrder. The cause of a record is a
   * record of that order, or a deadline of it, that can lead to such a record: OrderPlaced from
   * Assigned, Assigned from Commit, Commit from Reserved, Reserved from Reserve, Reserve from
   * PlaceOrder.
   */
  CAUSE,
  /**
   * No notification exists unless the order was placed before; for a placed order the store and the
   * agent are notified exactly once each, of the ordered goods.
   */
  SILENCE,
  /** Once quiet for longer than the hold, nothing is reserved and no agent has a closed order. */
  NO_LEAK,
  /**
   * No reservation expires before its timer, none is assigned after it, a repeat never prolongs it,
   * and it expires no later than the bound, if there is one.
   */
  EXPIRY,
  /**
   * Every order that the broker acknowledged has an outcome or is a dead letter, and every change
   * of a unit exists: the numbers of its changes have no gap. A record that cannot be carried out
   * is a dead letter once, or once for each time that {@code orders} is read, and no other record
   * is.
   */
  NOTHING_LOST,
  /** A branch that refused, expired or was released takes nothing for that order any more. */
  FENCE,
  /**
   * The key of a service's record agrees with its value, and the record is on the partition of its
   * key.
   */
  WRITER,
  /** Every record that a service wrote can be decoded. */
  READABLE
}
