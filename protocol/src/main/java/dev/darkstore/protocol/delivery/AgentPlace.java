package dev.darkstore.protocol.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Directory entry of one agent.
 *
 * @param latest latest claim of each zone that has claimed the agent, the most recent zone last;
 *     limited to {@value #ZONES_MAX}
 * @param owner zone that has the agent, with its claim
 * @param waiting zone that gets the agent when the owner yields, with its claim
 */
public record AgentPlace(
    String agentId,
    List<ZoneClaim> latest,
    Optional<ZoneClaim> owner,
    Optional<ZoneClaim> waiting) {
  /** Maximum number of zones whose latest claim is remembered, to recognize stale messages. */
  static final int ZONES_MAX = 32;

  public AgentPlace {
    Objects.requireNonNull(agentId, "agentId");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(waiting, "waiting");
    latest = List.copyOf(latest);
    if (owner.isEmpty() && waiting.isPresent()) {
      throw new IllegalArgumentException("agent " + agentId + " has a waiting zone, but no owner");
    }
  }

  /** Returns the entry of an agent whom no zone has claimed. */
  public static AgentPlace unknown(String agentId) {
    return new AgentPlace(agentId, List.of(), Optional.empty(), Optional.empty());
  }

  /** Returns true if the zone is known to have reached this claim or a later one. */
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

  /** Returns the entry with the waiting zone, if any, as the owner. */
  AgentPlace handedOver() {
    return new AgentPlace(agentId, latest, waiting, Optional.empty());
  }

  /** Claim of a zone. */
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
