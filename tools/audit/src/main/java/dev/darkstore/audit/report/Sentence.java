package dev.darkstore.audit.report;

import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.Commit;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import java.util.List;
import java.util.stream.Collectors;

/** One-line texts of record bodies. */
final class Sentence {
  private Sentence() {}

  static String of(Object body) {
    String name = body.getClass().getSimpleName();
    if (body instanceof PlaceOrder place) {
      return "%s %s, store %s, zone %s"
          .formatted(name, lines(place.getLines()), place.getStoreId(), place.getZoneId());
    }
    if (body instanceof Reserve reserve) {
      return "%s %s for %d ms".formatted(name, lines(reserve.getLines()), reserve.getHoldMillis());
    }
    if (body instanceof Commit commit) {
      return name + ", attempt " + commit.getAttempt();
    }
    if (body instanceof Release release) {
      return name + ", attempt " + release.getAttempt();
    }
    if (body instanceof Reserved reserved) {
      return "%s %s until %s"
          .formatted(name, units(reserved.getHolding()), reserved.getExpiresAt());
    }
    if (body instanceof ReservationRefused refused) {
      return name + " " + why(refused.getRefusal());
    }
    if (body instanceof ReservationExpired expired) {
      return "%s %s, gives back %s; the timer was %s"
          .formatted(
              name, expired.getReason(), units(expired.getHolding()), expired.getExpiresAt());
    }
    if (body instanceof Assigned assigned) {
      return name + " " + units(assigned.getHolding());
    }
    if (body instanceof AssignmentFailed failed) {
      return name + " " + why(failed.getRefusal());
    }
    if (body instanceof Released released) {
      return name + ", gives back " + units(released.getHolding());
    }
    if (body instanceof OrderPlaced placed) {
      return name
          + placed.getAssignments().stream()
              .map(a -> a.getBranch() + " " + String.join(", ", a.getUnits()))
              .collect(Collectors.joining("; ", " ", ""));
    }
    if (body instanceof OrderRejected rejected) {
      return name + " " + why(rejected.getRefusal());
    }
    if (body instanceof CancelRefused refused) {
      return name + " " + why(refused.getRefusal());
    }
    if (body instanceof PickOrder pick) {
      return name + " " + lines(pick.getLines());
    }
    return name; // There are no further fields.
  }

  private static String lines(List<OrderLine> lines) {
    return lines.stream()
        .map(line -> line.getQuantity() + " x " + line.getSku())
        .collect(Collectors.joining(", "));
  }

  private static String units(List<HeldUnit> units) {
    return units.isEmpty()
        ? "nothing"
        : units.stream()
            .map(
                unit ->
                    "%d x %s (change %d, %d left)"
                        .formatted(
                            unit.getQuantity(),
                            unit.getUnit(),
                            unit.getChange(),
                            unit.getAvailable()))
            .collect(Collectors.joining(", "));
  }

  private static String why(Refusal refusal) {
    return refusal.getReason() + ": " + refusal.getDetail();
  }
}
