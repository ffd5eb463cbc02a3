package dev.darkstore.protocol.delivery;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.participant.Reservation;
import java.util.Objects;
import java.util.Optional;

/**
 * Agent in one zone.
 *
 * @param zoneId id of the zone
 * @param agentId id of the agent
 * @param online true if the agent accepts trips in this zone
 * @param stay relation of the agent to the zone
 * @param trip order that holds the agent, or that the agent is assigned to
 * @param idleSinceMillis beginning of the current idle time; a hold that was released does not
 *     interrupt it, since the agent was not notified
 * @param change number of changes by reservations, entering and leaving: 1, 2, 3 …
 * @param supplyOffset offset of the last supply record applied to the agent
 */
public record Agent(
    String zoneId,
    String agentId,
    boolean online,
    Stay stay,
    Optional<Trip> trip,
    long idleSinceMillis,
    long change,
    long supplyOffset) {
  public Agent {
    Objects.requireNonNull(zoneId, "zoneId");
    Objects.requireNonNull(agentId, "agentId");
    Objects.requireNonNull(stay, "stay");
    Objects.requireNonNull(trip, "trip");
  }

  /**
   * Creates an agent without a known claim, as stored by builds before claims existed: in the zone
   * if online or with an order.
   */
  public Agent(
      String zoneId,
      String agentId,
      boolean online,
      Optional<Trip> trip,
      long idleSinceMillis,
      long change,
      long supplyOffset) {
    this(
        zoneId,
        agentId,
        online,
        new Stay(online || trip.isPresent() ? Presence.HERE : Presence.AWAY, Stay.UNCLAIMED),
        trip,
        idleSinceMillis,
        change,
        supplyOffset);
  }

  /** Returns true if the agent can be given a trip. */
  public boolean isFree() {
    return online && stay.presence() == Presence.HERE && trip.isEmpty();
  }

  /** Returns true if the agent waits for another zone to yield. */
  public boolean isEntering() {
    return stay.presence() == Presence.ENTERING;
  }

  /** Returns true if the zone has the agent, but has never claimed it. */
  public boolean isUnclaimed() {
    return stay.isOwned() && stay.claim() == Stay.UNCLAIMED;
  }

  /** Returns the order that holds, or was assigned, the agent. */
  public Optional<String> orderId() {
    return trip.map(Trip::orderId);
  }

  /** Returns the agent with the relation to the zone that a store has kept. */
  public Agent staying(Stay kept) {
    return with(online, kept, trip, idleSinceMillis, change, supplyOffset);
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
    return with(online, stay, Optional.of(begun), idleSinceMillis, change + 1, supplyOffset);
  }

  /** Returns the agent without the trip; {@link #rested} has to follow. */
  Agent givenBack() {
    return with(online, stay, Optional.empty(), idleSinceMillis, change + 1, supplyOffset);
  }

  /** Returns the agent as claimed by the zone, unless the zone has the agent already. */
  Agent cameOnline(long nowMillis, long offset) {
    Stay next = stay.isOwned() ? stay : stay.claimed(offset);
    return with(true, next, trip, nowMillis, change, offset);
  }

  Agent wentOffline(long offset) {
    return with(false, stay, trip, idleSinceMillis, change, offset);
  }

  /** Returns the agent unchanged except for the offset of a record that repeats known facts. */
  Agent confirmed(long offset) {
    return with(online, stay, trip, idleSinceMillis, change, offset);
  }

  /** Returns the agent with the delivery reported, before the order is known to be placed. */
  Agent deliveredEarly(long offset) {
    Trip done = trip.orElseThrow().asDelivered();
    return with(online, stay, Optional.of(done), idleSinceMillis, change, offset);
  }

  Agent withoutOrder(long idleFromMillis, long offset) {
    return with(online, stay, Optional.empty(), idleFromMillis, change, offset);
  }

  /** Returns the agent with a claim, for an agent whom the zone had before claims existed. */
  public Agent claimed() {
    return with(online, stay.claimedOwn(supplyOffset), trip, idleSinceMillis, change, supplyOffset);
  }

  /** Returns the agent in the zone. */
  Agent entered(long nowMillis) {
    return with(online, stay.in(Presence.HERE), trip, nowMillis, change + 1, supplyOffset);
  }

  /** Returns the agent as one who leaves at the end of the assigned trip. */
  Agent leaving() {
    return with(false, stay.in(Presence.LEAVING), trip, idleSinceMillis, change + 1, supplyOffset);
  }

  /**
   * Returns the agent after the end of a trip or of being online: a zone does not keep an agent who
   * has no trip and is offline or recalled. An agent who came online again after the recall is
   * claimed anew.
   */
  Agent rested() {
    boolean isKept =
        trip.isPresent()
            || stay.presence() == Presence.AWAY
            || (online && stay.presence() != Presence.LEAVING);
    return isKept ? this : left(online);
  }

  /** Returns the agent out of the zone. */
  Agent left(boolean claimsAgain) {
    Stay next = claimsAgain ? stay.claimed(supplyOffset) : stay.in(Presence.AWAY);
    return with(claimsAgain, next, Optional.empty(), idleSinceMillis, change + 1, supplyOffset);
  }

  HeldUnit heldUnit() {
    return new HeldUnit(agentId, 1, change, supplyOffset, isFree() ? 1 : 0);
  }

  private Agent with(
      boolean isOnline, Stay next, Optional<Trip> with, long idleFrom, long number, long offset) {
    return new Agent(zoneId, agentId, isOnline, next, with, idleFrom, number, offset);
  }

  /**
   * Relation of an agent to a zone: a zone assigns no order to an agent whom another zone may have.
   */
  public enum Presence {
    /** The zone does not have the agent. */
    AWAY,
    /** The zone has claimed the agent, whom another zone may still have. */
    ENTERING,
    /** The zone has the agent. */
    HERE,
    /**
     * The zone has the agent until the end of the assigned trip; then another zone has the agent.
     */
    LEAVING
  }

  /**
   * Presence in a zone, and the claim that it is based on.
   *
   * @param claim number of the zone's latest claim; a later one is greater
   */
  public record Stay(Presence presence, long claim) {
    /** Number of no claim. */
    public static final long UNCLAIMED = -1;

    public Stay {
      Objects.requireNonNull(presence, "presence");
    }

    /** Returns true if no other zone can have the agent. */
    public boolean isOwned() {
      return presence == Presence.HERE || presence == Presence.LEAVING;
    }

    Stay in(Presence next) {
      return new Stay(next, claim);
    }

    /** Offsets make claims grow even where the zone's state was lost. */
    Stay claimed(long offset) {
      return new Stay(Presence.ENTERING, Math.max(claim + 1, offset));
    }

    Stay claimedOwn(long offset) {
      return new Stay(presence, Math.max(claim + 1, offset));
    }
  }

  /**
   * Order that an agent is reserved for or assigned to.
   *
   * @param orderId id of the order
   * @param transactionId the coordinator's transaction of that order
   * @param delivered true if the delivery was reported before the order was known to be placed: the
   *     agent becomes free when it is
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
