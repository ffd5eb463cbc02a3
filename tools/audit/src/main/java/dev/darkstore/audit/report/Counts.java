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
 * @param placed of these, orders that were placed in the end
 * @param rejected of these, orders that were rejected, by reason
 * @param inFlight of these, orders that have no outcome yet, or are in the dead letters only
 * @param waiting orders that are not judged although they are old enough, because a service that is
 *     down or behind has not come to them yet
 * @param storeNotifications PickOrders
 * @param deliveryNotifications DeliverOrders
 * @param deadLetters dead letters, by reason
 * @param units skus and agents
 * @param ranOut reservations whose timer ran out
 * @param latenessMaxMillis lateness of the latest of them
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

  /** All that were rejected. */
  public long rejectedTotal() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  private static <K extends Enum<K>> EnumMap<K, Long> copy(Map<K, Long> counts, Class<K> keys) {
    EnumMap<K, Long> copy = new EnumMap<>(keys);
    copy.putAll(counts);
    return copy;
  }
}
