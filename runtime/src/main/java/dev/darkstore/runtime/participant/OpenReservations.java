package dev.darkstore.runtime.participant;

import dev.darkstore.protocol.participant.Reservation;
import java.util.List;
import java.util.Optional;

/** Reservations that may still be committed or released. */
public interface OpenReservations {

  /** Returns the reservation of a transaction while it is RESERVED or ASSIGNED. */
  Optional<Reservation> of(String branchKey, String orderId, long transactionId);

  /**
   * Returns all RESERVED ones under a branch key that hold the unit; reads every open one of the
   * key.
   */
  List<Reservation> holding(String branchKey, String unit);
}
