package dev.darkstore.protocol.participant;

/**
 * State of a branch at its participant: {@code UNKNOWN → RESERVED → ASSIGNED → SETTLED}, or {@code
 * → RELEASED}, or {@code → EXPIRED}, or {@code UNKNOWN → REFUSED}.
 */
public enum ReservationStatus {
  /** Not known, or forgotten after the retention. */
  UNKNOWN,
  /** Holds the resource until the timer runs out. */
  RESERVED,
  /**
   * The resource is assigned to the order; only Release takes it back. Kept until Settle or Release
   * without a time limit: forgetting it would leak the resource.
   */
  ASSIGNED,
  /** Assigned, and the order is placed: nothing takes the resource back any more. */
  SETTLED,
  /** Given up by the coordinator, perhaps before Reserve arrived: a later Reserve is refused. */
  RELEASED,
  /** The timer ran out, or the resource was lost; holds nothing. */
  EXPIRED,
  /** Refused: nothing was available to hold. */
  REFUSED;

  /** Returns true if the order holds something that can be given back. */
  public boolean isOpen() {
    return this == RESERVED || this == ASSIGNED;
  }

  /** Returns true if the order may hold something, which Release gives back or not. */
  boolean mayHold() {
    return isOpen() || this == SETTLED;
  }

  /** Returns true if the order was refused the resource or lost it: there is a reason. */
  boolean isRefused() {
    return this == REFUSED || this == EXPIRED;
  }

  /** Returns true if the resource is assigned for good, as far as the participant knows. */
  public boolean isAssigned() {
    return this == ASSIGNED || this == SETTLED;
  }
}
