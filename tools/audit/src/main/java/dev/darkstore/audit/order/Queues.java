package dev.darkstore.audit.order;

import dev.darkstore.audit.order.BranchTrack.State;
import dev.darkstore.audit.record.HandledPositions;
import dev.darkstore.audit.record.Position;
import java.util.HashSet;
import java.util.Set;

/** Distinguishes orders that wait for a lagging service from forgotten orders. */
final class Queues {
  private final HandledPositions progress;
  private final long beforeMillis;

  /** Partitions of {@code orders} on which the coordinator lags. */
  private final Set<Integer> behind = new HashSet<>();

  Queues(HandledPositions progress, long beforeMillis) {
    this.progress = progress;
    this.beforeMillis = beforeMillis;
  }

  /** Adds an order that has been quiet for long. All must be added before the first query. */
  void add(OrderTrack order) {
    if (isNotTakenUp(order)) {
      behind.add(order.position.partition());
    }
  }

  /** Returns true if a lagging service may still write about the order. */
  boolean holds(OrderTrack order) {
    if (isNotTakenUp(order)) {
      return true;
    }
    if (order.outcome == null) {
      // The coordinator reads the branches' replies on the partitions with equal numbers.
      return order.position != null && behind.contains(order.position.partition());
    }
    return order.branches().stream().anyMatch(branch -> isUnanswered(order, branch));
  }

  private boolean isNotTakenUp(OrderTrack order) {
    return order.position != null
        && !order.hasTrace()
        && !progress.isPast(order.position, beforeMillis);
  }

  /**
   * Returns true if the participant has not read the command that would bring the branch into its
   * final state.
   */
  private boolean isUnanswered(OrderTrack order, BranchTrack branch) {
    boolean isFinal =
        order.isPlaced() ? branch.state() == State.ASSIGNED : branch.isOver(order.transactionId());
    Position awaited =
        order.isPlaced() || branch.lastRelease() == null
            ? branch.lastRequest()
            : branch.lastRelease();
    return !isFinal && awaited != null && !progress.isPast(awaited, beforeMillis);
  }
}
