package dev.darkstore.protocol.planted;

import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.participant.SupplyDecision;

/** What follows when an agent comes online; {@code Agents::online} is one. */
@FunctionalInterface
public interface AgentSupply {
  /** An agent takes trips from now on. */
  SupplyDecision<Agent> online(String zoneId, String agentId, long nowMillis, long offset);
}
