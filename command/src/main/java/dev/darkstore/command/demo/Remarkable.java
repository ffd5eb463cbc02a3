package dev.darkstore.command.demo;

import dev.darkstore.events.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses the one order of which the demo tells everything. */
final class Remarkable {
  /** What an outage leads to, the most telling first: there was something to take back. */
  private static final List<Reason> AFTER_OUTAGE =
      List.of(Reason.COMMIT_TIMED_OUT, Reason.RESERVATION_EXPIRED, Reason.RESERVE_TIMED_OUT);

  private Remarkable() {}

  /**
   * An order that an outage upset, if there is one; otherwise the placed one whose latency is the
   * median, neither the luckiest nor the slowest.
   */
  static Optional<OrderHistory> order(List<OrderHistory> histories) {
    return AFTER_OUTAGE.stream()
        .flatMap(reason -> histories.stream().filter(h -> isRejectedFor(h, reason)).limit(1))
        .findFirst()
        .or(() -> median(histories));
  }

  private static boolean isRejectedFor(OrderHistory history, Reason reason) {
    return history.rejection().filter(refusal -> refusal.getReason() == reason).isPresent();
  }

  private static Optional<OrderHistory> median(List<OrderHistory> histories) {
    List<OrderHistory> placed =
        histories.stream()
            .filter(OrderHistory::isPlaced)
            .sorted(Comparator.comparingLong(h -> h.latencyNanos().orElseThrow()))
            .toList();
    return placed.isEmpty() ? Optional.empty() : Optional.of(placed.get(placed.size() / 2));
  }
}
