package dev.darkstore.model;

import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.Branch;
import java.util.List;
import java.util.Optional;

/**
 * Reader of all topics that compares messages with earlier ones. Stateless: its notes about an
 * order are its {@link OrderNotes}.
 */
final class Onlooker {
  private final List<String> orders;
  private final List<String> branches;

  Onlooker(ModelWorld world) {
    this.orders = world.orders().stream().map(Order::orderId).toList();
    this.branches = world.branches().stream().map(Branch::name).toList();
  }

  /** Notes an event that the coordinator reads. */
  int heard(int ledger, int branch, BranchEvent event) {
    if (event instanceof BranchEvent.Reserved) {
      return OrderNotes.heardReserved(ledger, branch);
    }
    return event instanceof BranchEvent.Assigned
        ? OrderNotes.heardAssigned(ledger, branch)
        : ledger;
  }

  /** Notes an outcome that the coordinator publishes. */
  int told(int ledger, Rulings.Ruling ruling) {
    if (ruling.placed()) {
      return OrderNotes.placed(ledger);
    }
    return ruling.rejected() ? OrderNotes.rejected(ledger) : ledger;
  }

  /**
   * Returns the contradiction between a decision of the coordinator and its earlier messages, if
   * any.
   */
  Optional<Violation> contradicted(int ledger, int order, Rulings.Ruling ruling) {
    String id = orders.get(order);
    if (ruling.placed() && OrderNotes.isRejected(ledger)) {
      return violation(Invariant.ONE_OUTCOME, "%s was rejected and is placed now", id);
    }
    if (ruling.rejected() && OrderNotes.isPlaced(ledger)) {
      return violation(Invariant.ONE_OUTCOME, "%s was placed and is rejected now", id);
    }
    if (ruling.received() && OrderNotes.isDecided(ledger)) {
      return violation(Invariant.ONE_OUTCOME, "%s had its outcome and starts again", id);
    }
    if (OrderNotes.isDecided(ledger) || !ruling.placed()) {
      return ruling.notified().isEmpty()
          ? committedTooEarly(ledger, order, ruling)
          : violation(
              Invariant.SILENCE,
              OrderNotes.isPlaced(ledger)
                  ? "people are notified of %s a second time: %s"
                  : "people are notified of %s, which is not placed: %s",
              id,
              String.join(", ", ruling.notified()));
    }
    if (!OrderNotes.allHeardAssigned(ledger, branches.size())) {
      return violation(Invariant.CAUSE, "%s is placed before every branch replied Assigned", id);
    }
    return ruling.notified().equals(branches)
        ? Optional.empty()
        : violation(
            Invariant.SILENCE,
            "%s is placed, but the only notifications are: %s",
            id,
            String.join(", ", ruling.notified()));
  }

  /** Returns the missing assignments of a placed order. */
  Violation missing(int order, int branch) {
    return new Violation(
        Invariant.ATOMICITY,
        "%s is placed, but nothing is assigned to it by: %s"
            .formatted(orders.get(order), branches.get(branch)));
  }

  /** Returns the violation of a quiet end by the coordinator, if any. */
  Optional<Violation> unfinished(int ledger, int order, boolean inFlight) {
    if (OrderNotes.isPutIn(ledger) && !OrderNotes.isDecided(ledger)) {
      return violation(
          Invariant.ONE_OUTCOME, "the world is quiet and %s has no outcome", orders.get(order));
    }
    return inFlight
        ? violation(
            Invariant.NO_LEAK, "the world is quiet and %s is still in flight", orders.get(order))
        : Optional.empty();
  }

  /** Returns the violation of a quiet end by a participant, if any. */
  Optional<Violation> leftOver(int ledger, int order, int branch, Moves.Facts facts) {
    if (facts.isReserved(order)) {
      return violation(
          Invariant.NO_LEAK,
          "the world is quiet and %s still has a reservation: %s",
          orders.get(order),
          branches.get(branch));
    }
    return facts.isHolding(order) && !OrderNotes.isPlaced(ledger)
        ? violation(
            Invariant.ATOMICITY,
            "the world is quiet and %s, which is not placed, still has an assignment by: %s",
            orders.get(order),
            branches.get(branch))
        : Optional.empty();
  }

  /** Returns a description of the order's state. */
  String summary(int ledger, int order, List<Site<?>> sites) {
    String outcome = OrderNotes.isPlaced(ledger) ? "placed" : "not placed";
    return (OrderNotes.isDecided(ledger) ? outcome : "undecided")
        + sites.stream().map(site -> site.reservations().get(order).status()).toList();
  }

  private Optional<Violation> committedTooEarly(int ledger, int order, Rulings.Ruling ruling) {
    return ruling.commits()
            && !OrderNotes.isDecided(ledger)
            && !OrderNotes.allHeardReserved(ledger, branches.size())
        ? violation(
            Invariant.CAUSE,
            "%s is committed before every branch replied Reserved",
            orders.get(order))
        : Optional.empty();
  }

  private static Optional<Violation> violation(Invariant invariant, String what, Object... args) {
    return Optional.of(new Violation(invariant, what.formatted(args)));
  }
}
