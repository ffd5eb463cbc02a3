package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A branch of one order, as its participant knows it.
 *
 * @param key the key of the commands: the store, the zone
 * @param orderId the order
 * @param transactionId the coordinator's transaction, which tells two lives of one order id apart
 * @param status where it stands
 * @param holding what it has; empty unless RESERVED, ASSIGNED or SETTLED
 * @param expiresAtMillis when its timer runs out (or ran out), by the participant's clock; 0 if it
 *     never held anything
 * @param refusal why it was refused, or lost what it held; empty otherwise
 */
public record Reservation(
    String key,
    String orderId,
    long transactionId,
    ReservationStatus status,
    List<HeldUnit> holding,
    long expiresAtMillis,
    Optional<Refusal> refusal) {
  /** Detail of a refusal because the timer ran out. */
  public static final String RAN_OUT = "the reservation ran out";

  public Reservation {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(orderId, "orderId");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(refusal, "refusal");
    holding = List.copyOf(holding);
  }

  /** Returns a branch nothing is known of. */
  public static Reservation unknown(String key, String orderId, long transactionId) {
    return new Reservation(
        key, orderId, transactionId, ReservationStatus.UNKNOWN, List.of(), 0, Optional.empty());
  }

  /** Returns true if the hold has run out by now; at the very millisecond of the timer it has. */
  public boolean isDue(long nowMillis) {
    return status == ReservationStatus.RESERVED && nowMillis >= expiresAtMillis;
  }

  Reservation reserved(List<HeldUnit> what, long untilMillis) {
    return with(ReservationStatus.RESERVED, what, untilMillis, Optional.empty());
  }

  Reservation assigned(List<HeldUnit> what) {
    return with(ReservationStatus.ASSIGNED, what, expiresAtMillis, Optional.empty());
  }

  Reservation settled(List<HeldUnit> what) {
    return with(ReservationStatus.SETTLED, what, expiresAtMillis, Optional.empty());
  }

  Reservation released() {
    return with(ReservationStatus.RELEASED, List.of(), expiresAtMillis, Optional.empty());
  }

  Reservation refused(Refusal why) {
    return with(ReservationStatus.REFUSED, List.of(), 0, Optional.of(why));
  }

  Reservation expired(Reason why, String detail) {
    return with(
        ReservationStatus.EXPIRED,
        List.of(),
        expiresAtMillis,
        Optional.of(Refusal.of(why, detail)));
  }

  private Reservation with(
      ReservationStatus newStatus, List<HeldUnit> what, long untilMillis, Optional<Refusal> why) {
    return new Reservation(key, orderId, transactionId, newStatus, what, untilMillis, why);
  }
}
