package dev.darkstore.runtime.participant;

import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.runtime.metrics.ServiceMeters;
import io.micrometer.core.instrument.Counter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Meters of a participant's task; owned by that task. */
final class ReservationMeters {
  private static final String EXPIRED = "darkstore.reservations.expired";
  private static final String EXPIRED_IS = "Reservations that ended without the coordinator";

  private final ServiceMeters meters;
  private final LongAdder open;
  private final LongAdder unsettled;
  private final Counter supplyRepeats;
  private final Map<String, Counter> eventCounters = new HashMap<>();
  private final Map<Reason, Counter> expired = new HashMap<>();
  private long ownOpen;
  private long ownUnsettled;

  ReservationMeters(ServiceMeters meters) {
    this.meters = meters;
    open = meters.level("darkstore.reservations.open", "Reservations that are not final yet");
    unsettled =
        meters.level(
            "darkstore.reservations.unsettled",
            "Assignments whose order is not known to be placed");
    supplyRepeats = meters.counter("darkstore.supply.repeats", "Supply records that were repeated");
    // Registered at the start: a counter that appears with its first event shows no increase.
    expired(Reason.RESERVATION_EXPIRED);
  }

  /** Counts a reservation that was open when the task started. */
  void found(Reservation reservation) {
    add(reservation.status(), 1);
  }

  /** Counts a decision. */
  void decided(Reservation before, Reservation after, List<BranchEvent> events) {
    add(before.status(), -1);
    add(after.status(), 1);
    if (before.status() == ReservationStatus.RESERVED
        && after.status() == ReservationStatus.EXPIRED) {
      expired(after.refusal().orElseThrow().reason()).increment();
    }
    for (BranchEvent event : events) {
      eventCounters
          .computeIfAbsent(
              event.getClass().getSimpleName(),
              name ->
                  meters.counter(
                      "darkstore.branch.events", "Events of the participant", "event", name))
          .increment();
    }
  }

  /** Counts a supply record that was known already. */
  void supplyRepeated() {
    supplyRepeats.increment();
  }

  /** Subtracts the open reservations of this task, which another instance takes over. */
  void close() {
    open.add(-ownOpen);
    unsettled.add(-ownUnsettled);
    ownOpen = 0;
    ownUnsettled = 0;
  }

  private void add(ReservationStatus status, long count) {
    if (status == ReservationStatus.RESERVED) {
      ownOpen += count;
      open.add(count);
    } else if (status == ReservationStatus.ASSIGNED) {
      ownUnsettled += count;
      unsettled.add(count);
    }
  }

  private Counter expired(Reason reason) {
    return expired.computeIfAbsent(
        reason, r -> meters.counter(EXPIRED, EXPIRED_IS, "reason", r.name()));
  }
}
