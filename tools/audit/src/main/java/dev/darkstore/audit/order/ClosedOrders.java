package dev.darkstore.audit.order;

import dev.darkstore.audit.order.BranchTrack.State;
import dev.darkstore.audit.record.DigestTable;
import java.util.stream.IntStream;

/**
 * Closed orders, in case of later events: 40 bytes of data each, and more with further branches.
 * For the retention their complete state is kept; after that, while the services may still remember
 * an outcome, only the outcome.
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

  /** States of further branches; only with those. */
  private static final int FURTHER = 3;

  /** First word with the held digests of further branches, two in a word. */
  private static final int FURTHER_HELD = 4;

  private static final int STATE_BITS = 3;
  private static final int CODE_BITS = 6;
  private static final int STATES_SHIFT = AuditedOutcome.DIGEST_BITS + CODE_BITS;
  private static final int MINUTES_SHIFT = STATES_SHIFT + BranchIndex.ALWAYS * STATE_BITS;

  private final BranchIndex index;
  private final long retentionMinutes;
  private final DigestTable table;
  private long newestMinute;

  ClosedOrders(long retentionMillis, BranchIndex index) {
    this.index = index;
    retentionMinutes = retentionMillis / MINUTE_MILLIS + 1;
    table =
        new DigestTable(
            words(index.size()),
            rest -> minutes(rest) >= newestMinute - RETENTIONS * retentionMinutes);
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
    return OrderTrack.reopened(
        orderId,
        table.get(at, CONTENT),
        outcome(table.get(at, REST)),
        index,
        IntStream.range(0, index.size()).mapToObj(number -> branch(at, number)).toList(),
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
    table.set(at, CONTENT, order.content);
    table.set(
        at,
        REST,
        minute << MINUTES_SHIFT
            | states(order, 0, BranchIndex.ALWAYS) << STATES_SHIFT
            | (long) order.outcome.code() << AuditedOutcome.DIGEST_BITS
            | order.outcome.digest());
    if (index.size() > BranchIndex.ALWAYS) {
      table.set(at, FURTHER, states(order, BranchIndex.ALWAYS, index.size()));
    }
    for (int number = 0; number < index.size(); number += 2) {
      long second = number + 1 < index.size() ? held(order, number + 1) : 0;
      table.set(at, heldWord(number), held(order, number) << Integer.SIZE | second);
    }
  }

  private static int words(int branches) {
    return branches == BranchIndex.ALWAYS ? FURTHER : heldWord(branches - 1) + 1;
  }

  /** Returns the word with the held digest of a branch: in its upper half if the number is even. */
  private static int heldWord(int number) {
    return number < BranchIndex.ALWAYS ? HELD : FURTHER_HELD + (number - BranchIndex.ALWAYS) / 2;
  }

  private long held(OrderTrack order, int number) {
    return Integer.toUnsignedLong(order.branch(index.names().get(number)).heldDigest());
  }

  private long states(OrderTrack order, int from, int to) {
    long states = 0;
    for (int number = from; number < to; number++) {
      long code = order.branch(index.names().get(number)).state().code();
      states |= code << (STATE_BITS * (number - from));
    }
    return states;
  }

  private BranchTrack branch(int at, int number) {
    boolean isAlways = number < BranchIndex.ALWAYS;
    long states = isAlways ? table.get(at, REST) >>> STATES_SHIFT : table.get(at, FURTHER);
    int place = isAlways ? number : number - BranchIndex.ALWAYS;
    long held = table.get(at, heldWord(number));
    return BranchTrack.over(
        State.ofCode((int) (states >>> (STATE_BITS * place)) & mask(STATE_BITS)),
        (int) (number % 2 == 0 ? held >>> Integer.SIZE : held));
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
