package dev.darkstore.model.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.AgentMove;
import dev.darkstore.protocol.delivery.AgentPlace;
import dev.darkstore.protocol.delivery.AgentPlace.ZoneClaim;
import dev.darkstore.protocol.delivery.Agents;
import dev.darkstore.protocol.delivery.Directory;
import dev.darkstore.protocol.participant.SupplyDecision;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Zones and the directory together, in every interleaving of a small world. */
class ZonesTest {
  private static final ZonesWorld.Rules PRODUCTION = new ZonesWorld.Rules() {};

  private static int explore(
      ZonesWorld.Rules rules,
      int zones,
      int updates,
      int orders,
      int repeats,
      int losses,
      int drops) {
    return ZonesWorld.explore(
        ZonesWorld.of(rules, zones, updates, orders, repeats, losses, drops),
        way ->
            new IllegalStateException(
                way.get(way.size() - 1).broken(drops > 0).orElseThrow()
                    + way.stream()
                        .map(
                            world ->
                                "\n%s %s %s".formatted(world.zones(), world.place(), world.sent()))
                        .collect(Collectors.joining())));
  }

  @Test
  void oneOfTwoZonesHasTheAgent() {
    assertThat(explore(PRODUCTION, 2, 4, 1, 0, 0, 0)).isGreaterThan(10_000);
    assertThat(explore(PRODUCTION, 2, 3, 2, 1, 0, 0)).isGreaterThan(10_000);
  }

  @Test
  void oneOfThreeZonesHasTheAgent() {
    assertThat(explore(PRODUCTION, 3, 3, 1, 1, 0, 0)).isGreaterThan(100_000);
  }

  /** Checks that a zone whose state is lost answers messages about unknown agents. */
  @Test
  void nobodyWaitsForAZoneThatLostItsState() {
    assertThat(explore(PRODUCTION, 2, 3, 1, 0, 1, 0)).isGreaterThan(10_000);
  }

  @Test
  void whoAsksAgainGetsTheAgentWhateverWasLost() {
    assertThat(explore(PRODUCTION, 2, 3, 1, 0, 0, 2)).isGreaterThan(10_000);
    assertThat(explore(PRODUCTION, 3, 3, 0, 0, 0, 1)).isGreaterThan(1_000);
  }

  /**
   * Plants the rules before claims: an agent who comes online is in the zone, independent of other
   * zones.
   */
  @Test
  void findsZonesThatDoNotAsk() {
    assertThatThrownBy(
            () ->
                explore(
                    new ZonesWorld.Rules() {
                      @Override
                      public SupplyDecision<Agent> online(
                          Agents agents, String zoneId, long offset) {
                        return SupplyDecision.changing(
                            List.of(
                                new Agent(
                                    zoneId,
                                    "Asha",
                                    true,
                                    new Agent.Stay(Agent.Presence.HERE, offset),
                                    Optional.empty(),
                                    0,
                                    0,
                                    offset)));
                      }
                    },
                    2,
                    4,
                    2,
                    0,
                    0,
                    0))
        .hasMessageStartingWith("two zones have the agent");
  }

  @Test
  void findsADirectoryThatDoesNotWaitForTheOwner() {
    assertThatThrownBy(
            () ->
                explore(
                    new ZonesWorld.Rules() {
                      @Override
                      public Directory.Decision directory(AgentPlace place, AgentMove move) {
                        return move instanceof AgentMove.Claim
                            ? new Directory.Decision(
                                new AgentPlace(
                                    place.agentId(),
                                    place.latest(),
                                    Optional.of(new ZoneClaim(move.zoneId(), move.claim())),
                                    place.waiting()),
                                List.of(
                                    new AgentMove.Grant(
                                        move.agentId(), move.zoneId(), move.claim())))
                            : Directory.decide(place, move);
                      }
                    },
                    2,
                    4,
                    1,
                    0,
                    0,
                    0))
        .hasMessageStartingWith("two zones have the agent");
  }

  @Test
  void findsAZoneThatDoesNotYieldWhatItDoesNotKnow() {
    assertThatThrownBy(
            () ->
                explore(
                    new ZonesWorld.Rules() {
                      @Override
                      public Optional<SupplyDecision<Agent>> recalled(
                          Agents agents, AgentMove.Recall recall) {
                        return Optional.of(
                            agents
                                .recalled(recall)
                                .orElseGet(() -> SupplyDecision.changing(List.of())));
                      }

                      @Override
                      public Optional<SupplyDecision<Agent>> granted(
                          Agents agents, AgentMove.Grant grant) {
                        return Optional.of(
                            agents
                                .granted(grant, 0)
                                .orElseGet(() -> SupplyDecision.changing(List.of())));
                      }
                    },
                    2,
                    4,
                    0,
                    0,
                    1,
                    0))
        .hasMessageStartingWith("a repeated AgentOnline does not get the agent");
  }

  @Test
  void findsADirectoryThatForgetsWhatItKnewOfAZone() {
    assertThatThrownBy(
            () ->
                explore(
                    new ZonesWorld.Rules() {
                      @Override
                      public Directory.Decision directory(AgentPlace place, AgentMove move) {
                        Directory.Decision decision = Directory.decide(place, move);
                        AgentPlace next = decision.next();
                        return new Directory.Decision(
                            new AgentPlace(next.agentId(), List.of(), next.owner(), next.waiting()),
                            decision.messages());
                      }
                    },
                    2,
                    4,
                    0,
                    1,
                    0,
                    0))
        .hasMessageStartingWith("the last claimant does not have the agent");
  }
}
