package dev.darkstore.protocol.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One agent in the directory.
 *
 * @param agentId the agent
 * @param latest the latest claim of each zone that has claimed the agent; the zone heard of last is
 *     at the end, and only the last {@value #ZONES_MAX} are remembered
 * @param owner the zone that has the agent, and the claim by which it does
 * @param waiting the zone that gets the agent when the owner yields, and its claim
 */
public record AgentPlace(
    String agentId,
    List<ZoneClaim> latest,
    Optional<ZoneClaim> owner,
    Optional<ZoneClaim> waiting) {
  /** Number of zones whose latest claim is remembered, to tell a stale message by. */
  static final int ZONES_MAX = 32;

  public AgentPlace {
    Objects.requireNonNull(agentId, "agentId");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(waiting, "waiting");
    latest = List.copyOf(latest);
    if (owner.isEmpty() && waiting.isPresent()) {
      throw new IllegalArgumentException("agent " + agentId + " is waited for, but had by nobody");
    }
  }

  /** An agent whom no zone has claimed. */
  public static AgentPlace unknown(String agentId) {
    return new AgentPlace(agentId, List.of(), Optional.empty(), Optional.empty());
  }

  /** Returns true if the zone is known to have come to this claim, or beyond it. */
  boolean knows(ZoneClaim claim) {
    return Stream.of(latest.stream(), owner.stream(), waiting.stream())
        .flatMap(Function.identity())
        .anyMatch(known -> known.isOf(claim.zoneId()) && !known.isBefore(claim));
  }

  AgentPlace noting(ZoneClaim claim) {
    if (knows(claim)) {
      return this;
    }
    List<ZoneClaim> noted = new ArrayList<>(latest);
    noted.removeIf(known -> known.isOf(claim.zoneId()));
    noted.add(claim);
    while (noted.size() > ZONES_MAX) {
      noted.remove(0);
    }
    return new AgentPlace(agentId, noted, owner, waiting);
  }

  AgentPlace ownedBy(Optional<ZoneClaim> next) {
    return new AgentPlace(agentId, latest, next, waiting);
  }

  AgentPlace awaitedBy(Optional<ZoneClaim> next) {
    return new AgentPlace(agentId, latest, owner, next);
  }

  /** Returns the place with the waiting zone as the owner, or nobody. */
  AgentPlace handedOver() {
    return new AgentPlace(agentId, latest, waiting, Optional.empty());
  }

  /** A claim of a zone. */
  public record ZoneClaim(String zoneId, long claim) {
    public ZoneClaim {
      Objects.requireNonNull(zoneId, "zoneId");
    }

    boolean isOf(String zone) {
      return zoneId.equals(zone);
    }

    boolean isBefore(ZoneClaim other) {
      return isOf(other.zoneId()) && claim < other.claim();
    }
  }
}
