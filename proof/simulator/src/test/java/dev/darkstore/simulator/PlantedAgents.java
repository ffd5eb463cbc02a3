package dev.darkstore.simulator;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.planted.AgentSupply;
import dev.darkstore.planted.Decisions;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.runtime.participant.OwnedResource;
import java.util.Optional;

/** Production agents, with defective decisions. */
record PlantedAgents(
    OwnedResource<AgentUpdate, Agent> production, Decisions planted, boolean timersRing)
    implements OwnedResource<AgentUpdate, Agent> {
  @Override
  public Resource<Agent> resource() {
    return production.resource();
  }

  @Override
  public ParticipantDecisions<Agent> decisions() {
    return new PlantedDecisions<>(planted.delivery(view()), timersRing);
  }

  @Override
  public SupplyDecision<Agent> supply(AgentUpdate update, long nowMillis, long offset) {
    AgentSupply supply = planted.agentSupply(view());
    String zoneId = update.getZoneId();
    String agentId = update.getAgentId();
    if (view().agent(zoneId, agentId).isEmpty()) {
      // Defective supply decisions treat every agent as known.
      return production.supply(update, nowMillis, offset);
    }
    if (update.getBody() instanceof AgentOnline) {
      return supply.online(zoneId, agentId, nowMillis, offset);
    }
    if (update.getBody() instanceof AgentOffline) {
      return supply.offline(zoneId, agentId, offset);
    }
    if (update.getBody() instanceof DeliveryCompleted completed) {
      return supply.completed(zoneId, agentId, completed.getOrderId(), nowMillis, offset);
    }
    throw new IllegalStateException("unhandled update " + update);
  }

  @Override
  public SupplyDecision<Agent> receive(Object message, long nowMillis) {
    return production.receive(message, nowMillis);
  }

  @Override
  public Optional<String> updateId(AgentUpdate update) {
    return production.updateId(update);
  }

  @Override
  public byte[] content(AgentUpdate update) {
    return production.content(update);
  }

  @Override
  public UnitBalance balance(Agent unit) {
    return production.balance(unit);
  }

  @Override
  public void apply(Agent change) {
    production.apply(change);
  }

  @Override
  public void handOver() {
    production.handOver();
  }

  private AgentsView view() {
    return (AgentsView) production;
  }
}
