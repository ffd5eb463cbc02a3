package dev.darkstore.local.demo;

import dev.darkstore.events.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses the one order of which the demo tells everything. */
final class Remarkable {
  /** Reasons that an outage leads to, the most telling first: there was something to take back. */
  private static final List<Reason> AFTER_OUTAGE =
      List.of(Reason.COMMIT_TIMED_OUT, Reason.RESERVATION_EXPIRED, Reason.RESERVE_TIMED_OUT);

  private Remarkable() {}

  /**
   * If a service was stopped, an order that was upset by it: one that was given up, or else the
   * placed one that had to wait longest. Otherwise the placed one whose latency is the median,
   * neither the luckiest nor the slowest.
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
