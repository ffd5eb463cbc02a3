package dev.darkstore.planted;

import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.Agents;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.SupplyDecision;

/** Decisions about agents who go online and offline. A planted bug overrides one method. */
public class AgentSupply {
  private final AgentsView view;
  private final Agents production;

  /** Creates the production decisions about these agents. */
  public AgentSupply(AgentsView view) {
    this.view = view;
    this.production = new Agents(view);
  }

  /** Decides about an agent who goes online. */
  public SupplyDecision<Agent> online(String zoneId, String agentId, long nowMillis, long offset) {
    return production.online(zoneId, agentId, nowMillis, offset);
  }

  /** Decides about an agent who goes offline. */
  public SupplyDecision<Agent> offline(String zoneId, String agentId, long offset) {
    return production.offline(zoneId, agentId, offset);
  }

  /** Decides about a completed delivery. */
  public SupplyDecision<Agent> completed(
      String zoneId, String agentId, String orderId, long nowMillis, long offset) {
    return production.completed(zoneId, agentId, orderId, nowMillis, offset);
  }

  final AgentsView view() {
    return view;
  }
}
