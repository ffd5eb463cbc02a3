package dev.darkstore.protocol.delivery;

import dev.darkstore.protocol.delivery.AgentMove.Claim;
import dev.darkstore.protocol.delivery.AgentMove.Grant;
import dev.darkstore.protocol.delivery.AgentMove.Recall;
import dev.darkstore.protocol.delivery.AgentMove.Yield;
import dev.darkstore.protocol.delivery.AgentPlace.ZoneClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides which zone has an agent. One zone has the agent at a time, and the latest claim gets the
 * agent next: when another zone claims, the owner is recalled, and the claimant is granted the
 * agent once the owner has yielded.
 *
 * <p>A zone claims the agent only after it has yielded every earlier claim. A later claim of the
 * owner therefore implies that the owner has yielded, even if its Yield arrives afterwards.
 *
 * <p>Pure: equal arguments give an equal decision, and a call changes nothing.
 */
public final class Directory {
  private Directory() {}

  /**
   * Decision about a message.
   *
   * @param next directory entry afterwards
   * @param messages to zones, in this order
   */
  public record Decision(AgentPlace next, List<AgentMove> messages) {
    public Decision {
      Objects.requireNonNull(next, "next");
      messages = List.copyOf(messages);
    }
  }

  /** Decides the consequences of a message to the directory. */
  public static Decision decide(AgentPlace place, AgentMove move) {
    ZoneClaim claim = new ZoneClaim(move.zoneId(), move.claim());
    if (move instanceof Claim) {
      return claimed(place, claim);
    }
    if (move instanceof Yield) {
      return yielded(place, claim);
    }
    throw new IllegalStateException("no message to the directory: " + move);
  }

  private static Decision claimed(AgentPlace before, ZoneClaim claim) {
    if (before.knows(claim)) {
      return new Decision(before, List.of());
    }
    List<AgentMove> messages = new ArrayList<>();
    AgentPlace place = releaseOwner(before.noting(claim), claim, messages);
    if (place.owner().isEmpty()) {
      messages.add(grant(place, claim));
      return new Decision(place.ownedBy(Optional.of(claim)), messages);
    }
    Optional<ZoneClaim> superseded =
        place.waiting().filter(waiting -> !waiting.isOf(claim.zoneId()));
    superseded.ifPresent(waiting -> messages.add(recall(place, waiting)));
    // Repeated with every claim: a claim makes up for any lost message.
    messages.add(recall(place, place.owner().get()));
    return new Decision(place.awaitedBy(Optional.of(claim)), messages);
  }

  private static Decision yielded(AgentPlace before, ZoneClaim claim) {
    List<AgentMove> messages = new ArrayList<>();
    AgentPlace place = before.noting(claim);
    if (place.waiting().filter(waiting -> isGoneBy(waiting, claim)).isPresent()) {
      place = place.awaitedBy(Optional.empty());
    }
    if (place.owner().filter(owner -> isGoneBy(owner, claim)).isPresent()) {
      place = handOver(place, messages);
    }
    return new Decision(place, messages);
  }

  /** Frees the agent of an owner who claims anew. */
  private static AgentPlace releaseOwner(
      AgentPlace place, ZoneClaim claim, List<AgentMove> messages) {
    return place.owner().filter(owner -> owner.isBefore(claim)).isPresent()
        ? handOver(place, messages)
        : place;
  }

  private static AgentPlace handOver(AgentPlace place, List<AgentMove> messages) {
    place.waiting().ifPresent(waiting -> messages.add(grant(place, waiting)));
    return place.handedOver();
  }

  private static boolean isGoneBy(ZoneClaim known, ZoneClaim yielded) {
    return known.equals(yielded) || known.isBefore(yielded);
  }

  private static Grant grant(AgentPlace place, ZoneClaim to) {
    return new Grant(place.agentId(), to.zoneId(), to.claim());
  }

  private static Recall recall(AgentPlace place, ZoneClaim from) {
    return new Recall(place.agentId(), from.zoneId(), from.claim());
  }
}
