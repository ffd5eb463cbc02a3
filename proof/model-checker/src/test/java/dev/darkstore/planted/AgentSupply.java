package dev.darkstore.planted;

import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.Agents;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.SupplyDecision;

/** Decisions about agents who come and go. A planted bug overrides what it spoils. */
public class AgentSupply {
  private final AgentsView view;
  private final Agents production;

  /** The production decisions about these agents. */
  public AgentSupply(AgentsView view) {
    this.view = view;
    this.production = new Agents(view);
  }

  /** An agent takes trips from now on. */
  public SupplyDecision<Agent> online(String zoneId, String agentId, long nowMillis, long offset) {
    return production.online(zoneId, agentId, nowMillis, offset);
  }

  /** An agent takes no more trips. */
  public SupplyDecision<Agent> offline(String zoneId, String agentId, long offset) {
    return production.offline(zoneId, agentId, offset);
  }

  /** An agent has delivered an order. */
  public SupplyDecision<Agent> completed(
      String zoneId, String agentId, String orderId, long nowMillis, long offset) {
    return production.completed(zoneId, agentId, orderId, nowMillis, offset);
  }

  final AgentsView view() {
    return view;
  }
}
