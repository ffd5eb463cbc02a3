package dev.darkstore.protocol.participant;

/**
 * Where a branch stands at its participant: {@code UNKNOWN → RESERVED → ASSIGNED}, or {@code →
 * RELEASED}, or {@code → EXPIRED}, or {@code UNKNOWN → REFUSED}.
 */
public enum ReservationStatus {
  /** Never heard of, or longer ago than the retention. */
  UNKNOWN,
  /** Holds the resource until the timer runs out. */
  RESERVED,
  /** The resource is the order's; only Release takes it back. */
  ASSIGNED,
  /** Given up by the coordinator, perhaps before Reserve came: a later Reserve is refused. */
  RELEASED,
  /** The timer ran out, or the resource was lost; holds nothing. */
  EXPIRED,
  /** There was nothing to hold. */
  REFUSED;

  /** Whether the order holds something that can be given back. */
  boolean holds() {
    return this == RESERVED || this == ASSIGNED;
  }
}
