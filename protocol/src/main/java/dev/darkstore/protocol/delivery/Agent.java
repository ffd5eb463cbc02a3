package dev.darkstore.protocol.delivery;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.participant.Reservation;
import java.util.Objects;
import java.util.Optional;

/**
 * One agent in one zone.
 *
 * @param zoneId the zone
 * @param agentId the agent
 * @param online whether the agent takes trips
 * @param trip the order that holds, or was assigned, the agent
 * @param idleSinceMillis since when there was nothing to do; a hold that came to nothing does not
 *     count, since nobody was told of it
 * @param change how often reservations have changed it: 1, 2, 3 …
 * @param supplyOffset offset of the last supply record applied to it
 */
public record Agent(
    String zoneId,
    String agentId,
    boolean online,
    Optional<Trip> trip,
    long idleSinceMillis,
    long change,
    long supplyOffset) {
  public Agent {
    Objects.requireNonNull(zoneId, "zoneId");
    Objects.requireNonNull(agentId, "agentId");
    Objects.requireNonNull(trip, "trip");
  }

  /** Whether the agent can be given a trip. */
  public boolean isFree() {
    return online && trip.isEmpty();
  }

  /** Returns the order that holds, or was assigned, the agent. */
  public Optional<String> orderId() {
    return trip.map(Trip::orderId);
  }

  boolean isWith(Reservation branch) {
    return trip.isPresent()
        && trip.get().orderId().equals(branch.orderId())
        && trip.get().transactionId() == branch.transactionId();
  }

  boolean isWith(String orderId) {
    return trip.isPresent() && trip.get().orderId().equals(orderId);
  }

  Agent taken(Reservation branch) {
    if (!isFree()) {
      throw new IllegalStateException(
          "order " + branch.orderId() + " takes an agent who is not free: " + this);
    }
    Trip begun = new Trip(branch.orderId(), branch.transactionId(), false);
    return new Agent(
        zoneId, agentId, online, Optional.of(begun), idleSinceMillis, change + 1, supplyOffset);
  }

  Agent givenBack() {
    return new Agent(
        zoneId, agentId, online, Optional.empty(), idleSinceMillis, change + 1, supplyOffset);
  }

  Agent cameOnline(long nowMillis, long offset) {
    return new Agent(zoneId, agentId, true, trip, nowMillis, change, offset);
  }

  Agent wentOffline(long offset) {
    return new Agent(zoneId, agentId, false, trip, idleSinceMillis, change, offset);
  }

  /** Returns the agent unchanged, but for the record that said once more what was known. */
  Agent confirmed(long offset) {
    return new Agent(zoneId, agentId, online, trip, idleSinceMillis, change, offset);
  }

  /** Returns the agent with the delivery reported, before the order is known to be placed. */
  Agent deliveredEarly(long offset) {
    Trip done = trip.orElseThrow().asDelivered();
    return new Agent(zoneId, agentId, online, Optional.of(done), idleSinceMillis, change, offset);
  }

  Agent withoutOrder(long idleFromMillis, long offset) {
    return new Agent(zoneId, agentId, online, Optional.empty(), idleFromMillis, change, offset);
  }

  HeldUnit heldUnit() {
    return new HeldUnit(agentId, 1, change, supplyOffset, isFree() ? 1 : 0);
  }

  /**
   * The order that an agent is with.
   *
   * @param orderId the order
   * @param transactionId the coordinator's transaction of that order
   * @param delivered true if the delivery was reported before the order was known to be placed: the
   *     agent is free as soon as it is
   */
  public record Trip(String orderId, long transactionId, boolean delivered) {
    public Trip {
      Objects.requireNonNull(orderId, "orderId");
    }

    Trip asDelivered() {
      return new Trip(orderId, transactionId, true);
    }
  }
}
