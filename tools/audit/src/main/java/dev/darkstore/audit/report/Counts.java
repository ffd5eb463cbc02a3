package dev.darkstore.audit.report;

import dev.darkstore.events.Reason;
import dev.darkstore.schemas.DeadLetterReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Totals of the records, orders and units read.
 *
 * @param records records on all topics
 * @param orders distinct orders that were placed on {@code orders}, valid or not
 * @param placed of these, orders that were placed
 * @param rejected of these, orders that were rejected, by reason
 * @param inFlight of these, orders without an outcome, or only among the dead letters
 * @param waiting orders that are old enough but not checked, because a service that is down or lags
 *     has not reached them
 * @param storeNotifications PickOrders
 * @param deliveryNotifications DeliverOrders
 * @param deadLetters dead letters, by reason
 * @param units skus and agents
 * @param ranOut expired reservations
 * @param latenessMaxMillis maximum lateness of an expiry
 */
public record Counts(
    long records,
    long orders,
    long placed,
    Map<Reason, Long> rejected,
    long inFlight,
    long waiting,
    long storeNotifications,
    long deliveryNotifications,
    Map<DeadLetterReason, Long> deadLetters,
    long units,
    long ranOut,
    long latenessMaxMillis) {
  public Counts {
    rejected = Collections.unmodifiableMap(copy(rejected, Reason.class));
    deadLetters = Collections.unmodifiableMap(copy(deadLetters, DeadLetterReason.class));
  }

  /** Returns the number of rejected orders. */
  public long rejectedTotal() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  private static <K extends Enum<K>> EnumMap<K, Long> copy(Map<K, Long> counts, Class<K> keys) {
    EnumMap<K, Long> copy = new EnumMap<>(keys);
    copy.putAll(counts);
    return copy;
  }
}
