package dev.darkstore.audit.finding;

/**
 * Invariants that must always hold, as far as the topics can show it. "Quiet" means: everything was
 * read up to an end at which the order in question was older than the grace time.
 */
public enum Invariant {
  /**
   * Every order has at most one outcome, and exactly one once quiet. The same outcome may be told
   * again, word for word; another one may not. An order that is in the dead letters needs none.
   */
  ONE_OUTCOME,
  /**
   * Once quiet, an order is placed if and only if goods and agent are assigned to it; the goods are
   * all that was ordered, the agent is one; an order that is not placed has neither.
   */
  ATOMICITY,
  /**
   * At every prefix of a sku's history, available + reserved + assigned = supplied, none is
   * negative, and what an event says is available is what the history adds up to.
   */
  STOCK,
  /**
   * At no prefix does an agent hold two orders; only an agent who is online is given an order, and
   * only an order's own agent is given back. Once quiet, no agent has orders in two zones.
   */
  AGENTS,
  /**
   * Every record has its cause before it: a branch is assigned only after it was reserved, an order
   * is placed only with every branch assigned, to the store and zone that were ordered from, and
   * with the units that the branches gave; nothing is told of an order that nobody placed. The
   * cause that a record names is a record of that order, or a deadline of it, from which such a
   * record can follow: OrderPlaced from Assigned, Assigned from Commit, Commit from Reserved,
   * Reserved from Reserve, Reserve from PlaceOrder.
   */
  CAUSE,
  /**
   * Nobody is notified unless the order was placed, nor before it was; of a placed order the store
   * and the agent are notified exactly once each, of what was ordered.
   */
  SILENCE,
  /** Once quiet for longer than the hold, nothing is reserved and no agent is with a dead order. */
  NO_LEAK,
  /**
   * No reservation runs out before its timer, none is assigned after it, a repeat never prolongs
   * it, and it runs out no later than the bound, if there is one.
   */
  EXPIRY,
  /**
   * Every order that the broker acknowledged has an outcome or is in the dead letters, and every
   * change of a unit is there: the numbers of its changes have no gap. What cannot be carried out
   * is in the dead letters once, or once each time that {@code orders} is read, and nothing else
   * is.
   */
  NOTHING_LOST,
  /** A branch that refused, ran out or was released takes nothing for that order any more. */
  FENCE,
  /**
   * A record of a service says the same in its key as in its value, and lies on the partition that
   * its key belongs on.
   */
  WRITER,
  /** Every record that a service wrote can be decoded. */
  READABLE
}
