package dev.darkstore.protocol.delivery;

import dev.darkstore.protocol.HeldUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * One agent in one zone.
 *
 * @param zoneId the zone
 * @param agentId the agent
 * @param online whether the agent takes trips
 * @param orderId the order that holds, or was assigned, the agent
 * @param idleSinceMillis since when there was nothing to do; a hold that came to nothing does not
 *     count, since nobody was told of it
 * @param change how often reservations have changed it: 1, 2, 3 …
 * @param supplyOffset offset of the last supply record applied to it
 */
public record Agent(
    String zoneId,
    String agentId,
    boolean online,
    Optional<String> orderId,
    long idleSinceMillis,
    long change,
    long supplyOffset) {
  public Agent {
    Objects.requireNonNull(zoneId, "zoneId");
    Objects.requireNonNull(agentId, "agentId");
    Objects.requireNonNull(orderId, "orderId");
  }

  /** Whether the agent can be given a trip. */
  public boolean isFree() {
    return online && orderId.isEmpty();
  }

  boolean isWith(String order) {
    return orderId.isPresent() && orderId.get().equals(order);
  }

  Agent taken(String order) {
    if (!isFree()) {
      throw new IllegalStateException(
          "order " + order + " takes an agent who is not free: " + this);
    }
    return new Agent(
        zoneId, agentId, online, Optional.of(order), idleSinceMillis, change + 1, supplyOffset);
  }

  Agent givenBack() {
    return new Agent(
        zoneId, agentId, online, Optional.empty(), idleSinceMillis, change + 1, supplyOffset);
  }

  Agent cameOnline(long nowMillis, long offset) {
    return new Agent(zoneId, agentId, true, orderId, nowMillis, change, offset);
  }

  Agent wentOffline(long offset) {
    return new Agent(zoneId, agentId, false, orderId, idleSinceMillis, change, offset);
  }

  Agent withoutOrder(long idleFromMillis, long offset) {
    return new Agent(zoneId, agentId, online, Optional.empty(), idleFromMillis, change, offset);
  }

  HeldUnit heldUnit() {
    return new HeldUnit(agentId, 1, change, supplyOffset, isFree() ? 1 : 0);
  }
}
