package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Branch of one order, as known to its participant.
 *
 * @param key key of the commands: store or zone
 * @param orderId id of the order
 * @param transactionId the coordinator's transaction; distinguishes two transactions of one order
 *     id
 * @param status current status
 * @param holding units held; empty unless RESERVED, ASSIGNED or SETTLED
 * @param expiresAtMillis expiry of the hold, by the participant's clock, past or future; 0 if
 *     nothing was ever held
 * @param refusal reason of a refusal or loss; empty otherwise
 */
public record Reservation(
    String key,
    String orderId,
    long transactionId,
    ReservationStatus status,
    List<HeldUnit> holding,
    long expiresAtMillis,
    Optional<Refusal> refusal) {
  /** Detail of a refusal after the timer ran out. */
  public static final String RAN_OUT = "the reservation ran out";

  public Reservation {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(orderId, "orderId");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(refusal, "refusal");
    holding = List.copyOf(holding);
    if (!holding.isEmpty() && !status.mayHold()) {
      throw new IllegalStateException(
          "order %s is %s and holds %s of %s".formatted(orderId, status, holding, key));
    }
    if (refusal.isPresent() != status.isRefused()) {
      throw new IllegalStateException(
          "order %s is %s in %s with refusal %s".formatted(orderId, status, key, refusal));
    }
  }

  /** Returns the state of a branch that the participant does not know. */
  public static Reservation unknown(String key, String orderId, long transactionId) {
    return new Reservation(
        key, orderId, transactionId, ReservationStatus.UNKNOWN, List.of(), 0, Optional.empty());
  }

  /** Returns true if the hold has run out; the deadline is inclusive. */
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
