package dev.darkstore.local.demo;

import dev.darkstore.events.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Choice of the one order whose events the demo prints. */
final class Remarkable {
  /** Reasons caused by an outage, the most instructive first: reservations had to be released. */
  private static final List<Reason> AFTER_OUTAGE =
      List.of(Reason.COMMIT_TIMED_OUT, Reason.RESERVATION_EXPIRED, Reason.RESERVE_TIMED_OUT);

  private Remarkable() {}

  /**
   * Returns the order to print. After an outage, an affected one: a rejected one, or else the
   * placed one with the highest latency. Otherwise the placed one with the median latency.
   */
  static Optional<OrderHistory> order(List<OrderHistory> histories, boolean outage) {
    List<OrderHistory> placed =
        histories.stream()
            .filter(OrderHistory::isPlaced)
            .sorted(Comparator.comparingLong(h -> h.latencyNanos().orElseThrow()))
            .toList();
    Optional<OrderHistory> givenUp =
        AFTER_OUTAGE.stream()
            .flatMap(reason -> histories.stream().filter(h -> isRejectedFor(h, reason)).limit(1))
            .findFirst();
    if (givenUp.isPresent() || placed.isEmpty()) {
      return givenUp;
    }
    return Optional.of(placed.get(outage ? placed.size() - 1 : placed.size() / 2));
  }

  private static boolean isRejectedFor(OrderHistory history, Reason reason) {
    return history.rejection().filter(refusal -> refusal.getReason() == reason).isPresent();
  }
}
