package dev.darkstore.chaos.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Ledger of orders and their outcomes, as a customer sees them: the orders that the broker
 * acknowledged, and the outcomes and dead letters that a read-committed reader has seen since.
 * Thread-safe.
 */
public final class OutcomeLedger {
  static final String PLACED = "PLACED";

  /** Order as it was sent. */
  private static final class Entry {
    final String storeId;
    final String zoneId;
    final long sentAtNanos;
    boolean acked;
    boolean deadLetter;
    String outcome;

    Entry(String storeId, String zoneId, long sentAtNanos) {
      this.storeId = storeId;
      this.zoneId = zoneId;
      this.sentAtNanos = sentAtNanos;
    }
  }

  /**
   * First outcome of an order.
   *
   * @param sentAtNanos when the order was sent
   */
  record Decided(String orderId, String storeId, String zoneId, long sentAtNanos) {}

  private final Map<String, Entry> orders = new HashMap<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<String> contradictions = new ArrayList<>();
  private final Histogram latencyMillis = new Histogram(2);
  private int unacknowledged;
  private int open;

  /** Records that an order is being sent. */
  synchronized void sent(String orderId, String storeId, String zoneId, long nowNanos) {
    orders.put(orderId, new Entry(storeId, zoneId, nowNanos));
  }

  /** Records that the broker acknowledged the order, which must not be lost from now on. */
  public synchronized void acknowledged(String orderId) {
    Entry entry = orders.get(orderId);
    entry.acked = true;
    if (isOpen(entry)) {
      open++;
    }
  }

  /** Records that the broker did not acknowledge the order in time: it may exist or not. */
  synchronized void notAcknowledged() {
    unacknowledged++;
  }

  /** Records an outcome, and returns it if it is the order's first. */
  synchronized Optional<Decided> outcome(String orderId, String outcome, long nowNanos) {
    Entry entry = orders.get(orderId);
    if (entry == null) {
      contradictions.add(orderId + " has the outcome " + outcome + " and was never sent");
      return Optional.empty();
    }
    if (entry.outcome != null) {
      if (!entry.outcome.equals(outcome)) {
        contradictions.add("%s was told %s after %s".formatted(orderId, outcome, entry.outcome));
      }
      return Optional.empty();
    }
    if (entry.acked && isOpen(entry)) {
      open--;
    }
    entry.outcome = outcome;
    outcomes.merge(outcome, 1, Integer::sum);
    latencyMillis.recordValue((nowNanos - entry.sentAtNanos) / 1_000_000);
    return Optional.of(new Decided(orderId, entry.storeId, entry.zoneId, entry.sentAtNanos));
  }

  /** Records a dead letter with this key. */
  synchronized void deadLetter(String key) {
    Entry entry = orders.get(key);
    if (entry != null) {
      if (entry.acked && isOpen(entry)) {
        open--;
      }
      entry.deadLetter = true;
    }
  }

  private static boolean isOpen(Entry entry) {
    return entry.outcome == null && !entry.deadLetter;
  }

  /** Returns the number of acknowledged orders with neither outcome nor dead letter. */
  public synchronized int open() {
    return open;
  }

  /** Returns some of the acknowledged orders with neither outcome nor dead letter. */
  public synchronized List<String> openOrders(int max) {
    return orders.entrySet().stream()
        .filter(order -> order.getValue().acked && isOpen(order.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .limit(max)
        .toList();
  }

  /** Returns the totals so far. */
  public synchronized LedgerTotals totals() {
    Map<String, Integer> rejected = new TreeMap<>(outcomes);
    Integer placed = rejected.remove(PLACED);
    int acked = (int) orders.values().stream().filter(entry -> entry.acked).count();
    int lettersOnly =
        (int)
            orders.values().stream()
                .filter(entry -> entry.acked && entry.deadLetter && entry.outcome == null)
                .count();
    return new LedgerTotals(
        acked,
        unacknowledged,
        placed == null ? 0 : placed,
        rejected,
        lettersOnly,
        open,
        List.copyOf(contradictions),
        latencyMillis.getValueAtPercentile(50),
        latencyMillis.getValueAtPercentile(99),
        latencyMillis.getMaxValue());
  }
}
