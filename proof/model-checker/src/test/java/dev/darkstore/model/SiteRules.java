package dev.darkstore.model;

import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import java.util.List;
import java.util.Optional;

/** Rules for every step of a participant. */
final class SiteRules {
  private SiteRules() {}

  /**
   * Circumstances of a decision.
   *
   * @param nowMillis the participant's clock
   * @param over true if the branch had reported before that it holds nothing any more
   * @param commit true if Commit was applied
   * @param supply true if supply removed held units
   */
  record Circumstances(long nowMillis, boolean over, boolean commit, boolean supply) {}

  static Optional<Violation> broken(
      Reservation before, ParticipantDecision<?> decision, Circumstances circumstances) {
    Reservation after = decision.next();
    return broken(before, after, decision.events(), circumstances);
  }

  private static Optional<Violation> broken(
      Reservation before, Reservation after, List<BranchEvent> events, Circumstances now) {
    boolean wasReserved = before.status() == ReservationStatus.RESERVED;
    boolean isDue = wasReserved && now.nowMillis() >= before.expiresAtMillis();
    boolean madeFinal =
        after.status() == ReservationStatus.ASSIGNED
            && before.status() != ReservationStatus.ASSIGNED;
    if (now.over() && events.stream().anyMatch(SiteRules::beginsIt)) {
      return violation(Invariant.FENCE, "order %s is held again after its end", before.orderId());
    }
    if (madeFinal && !now.commit()) {
      return violation(Invariant.COMMIT, "order %s is final without Commit", before.orderId());
    }
    if (madeFinal && isDue) {
      return violation(
          Invariant.EXPIRY, "the hold of order %s is made final after its time", before.orderId());
    }
    if (wasReserved && after.status() == ReservationStatus.EXPIRED && !isDue && !now.supply()) {
      return violation(
          Invariant.EXPIRY, "the hold of order %s ends before its time", before.orderId());
    }
    if (wasReserved
        && after.status() == ReservationStatus.RESERVED
        && after.expiresAtMillis() != before.expiresAtMillis()) {
      return violation(Invariant.EXPIRY, "the timer of order %s moved", before.orderId());
    }
    if (!unitsOf(before.holding()).equals(unitsOf(after.holding()))
        && events.stream().noneMatch(event -> says(event, after))) {
      return violation(
          Invariant.LOG,
          "order %s has %s instead of %s, without an event",
          before.orderId(),
          unitsOf(after.holding()),
          unitsOf(before.holding()));
    }
    return Optional.empty();
  }

  /** Returns true if the branch reports that it holds nothing any more. */
  static boolean endsIt(BranchEvent event) {
    return event instanceof BranchEvent.Released
        || event instanceof BranchEvent.ReservationExpired
        || event instanceof BranchEvent.ReservationRefused;
  }

  private static boolean beginsIt(BranchEvent event) {
    return event instanceof BranchEvent.Reserved || event instanceof BranchEvent.Assigned;
  }

  private static boolean says(BranchEvent event, Reservation after) {
    if (event instanceof BranchEvent.Reserved reserved) {
      return unitsOf(reserved.holding()).equals(unitsOf(after.holding()));
    }
    if (event instanceof BranchEvent.Assigned assigned) {
      return unitsOf(assigned.holding()).equals(unitsOf(after.holding()));
    }
    return endsIt(event) && after.holding().isEmpty();
  }

  private static List<String> unitsOf(List<HeldUnit> holding) {
    return holding.stream().map(held -> held.quantity() + " " + held.unit()).toList();
  }

  private static Optional<Violation> violation(Invariant invariant, String what, Object... args) {
    return Optional.of(new Violation(invariant, what.formatted(args)));
  }
}
