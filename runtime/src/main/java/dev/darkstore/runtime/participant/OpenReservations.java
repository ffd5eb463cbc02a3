package dev.darkstore.runtime.participant;

import dev.darkstore.protocol.participant.Reservation;
import java.util.List;
import java.util.Optional;

/** The reservations that hold something and are not final yet. */
public interface OpenReservations {

  /** The reservation of an order under a branch key, while it is RESERVED. */
  Optional<Reservation> of(String branchKey, String orderId);

  /** All reservations under a branch key that hold the unit; reads every one under the key. */
  List<Reservation> holding(String branchKey, String unit);
}
