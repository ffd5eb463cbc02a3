package dev.darkstore.audit.order;

import dev.darkstore.audit.order.BranchTrack.State;
import dev.darkstore.audit.record.DigestTable;

/**
 * Closed orders, in case of later events: 40 bytes of data each. For the retention their complete
 * state is kept; after that, while the services may still remember an outcome, only the outcome.
 */
final class ClosedOrders {
  private static final long MINUTE_MILLIS = 60_000;

  /**
   * The services remember an outcome for two to three retentions, and longer while they are idle.
   */
  private static final int RETENTIONS = 4;

  private static final int CONTENT = 0;
  private static final int HELD = 1;
  private static final int REST = 2;
  private static final int WORDS = 3;
  private static final int STATE_BITS = 3;
  private static final int CODE_BITS = 6;
  private static final int MINUTES_SHIFT = AuditedOutcome.DIGEST_BITS + CODE_BITS + 2 * STATE_BITS;

  private final long retentionMinutes;
  private final DigestTable table;
  private long newestMinute;

  ClosedOrders(long retentionMillis) {
    retentionMinutes = retentionMillis / MINUTE_MILLIS + 1;
    table =
        new DigestTable(
            WORDS, rest -> minutes(rest) >= newestMinute - RETENTIONS * retentionMinutes);
  }

  /** Returns true if an order with this id may by then differ from the last known one. */
  boolean mayBeForgotten(String orderId, long atMillis) {
    int at = table.find(orderId);
    return at == DigestTable.ABSENT
        || atMillis / MINUTE_MILLIS - minutes(table.get(at, REST)) > retentionMinutes;
  }

  /** Returns true if the order is closed, and not forgotten. */
  boolean contains(String orderId) {
    return table.find(orderId) != DigestTable.ABSENT;
  }

  /**
   * Returns the order as it was closed; null if it was not, or is forgotten.
   *
   * @param causes causes of its records, if still known
   */
  OrderTrack find(String orderId, CauseTrack causes) {
    int at = table.find(orderId);
    if (at == DigestTable.ABSENT) {
      return null;
    }
    long rest = table.get(at, REST);
    long held = table.get(at, HELD);
    int states = (int) (rest >>> (AuditedOutcome.DIGEST_BITS + CODE_BITS));
    return OrderTrack.reopened(
        orderId,
        table.get(at, CONTENT),
        outcome(rest),
        BranchTrack.over(State.ofCode(states & mask(STATE_BITS)), (int) (held >>> Integer.SIZE)),
        BranchTrack.over(State.ofCode(states >>> STATE_BITS & mask(STATE_BITS)), (int) held),
        causes);
  }

  /**
   * Returns the outcome of the last order with this id; null if there was none, or it is forgotten.
   */
  AuditedOutcome outcome(String orderId) {
    int at = table.find(orderId);
    return at == DigestTable.ABSENT ? null : outcome(table.get(at, REST));
  }

  /** Adds a closed order. */
  void put(OrderTrack order) {
    int at = table.find(order.id);
    if (at == DigestTable.ABSENT) {
      at = table.add(order.id);
    } else if (order.reopened) {
      order.sawAt(minutes(table.get(at, REST)) * MINUTE_MILLIS);
    }
    long minute = Math.max(0, order.lastAtMillis) / MINUTE_MILLIS;
    newestMinute = Math.max(newestMinute, minute);
    long states = order.store.state().code() | order.delivery.state().code() << STATE_BITS;
    table.set(at, CONTENT, order.content);
    table.set(
        at,
        HELD,
        (long) order.store.heldDigest() << Integer.SIZE
            | Integer.toUnsignedLong(order.delivery.heldDigest()));
    table.set(
        at,
        REST,
        minute << MINUTES_SHIFT
            | states << (AuditedOutcome.DIGEST_BITS + CODE_BITS)
            | (long) order.outcome.code() << AuditedOutcome.DIGEST_BITS
            | order.outcome.digest());
  }

  private static AuditedOutcome outcome(long rest) {
    int code = (int) (rest >>> AuditedOutcome.DIGEST_BITS) & mask(CODE_BITS);
    return AuditedOutcome.ofCode(code, (int) rest & mask(AuditedOutcome.DIGEST_BITS));
  }

  private static long minutes(long rest) {
    return rest >>> MINUTES_SHIFT;
  }

  private static int mask(int bits) {
    return (1 << bits) - 1;
  }
}
