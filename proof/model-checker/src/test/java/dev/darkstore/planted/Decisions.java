package dev.darkstore.planted;

import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.Coordinator;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.Agents;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.Stock;
import dev.darkstore.protocol.store.StockView;
import java.util.List;

/**
 * All decisions of the protocol, for the model checker or a simulator of the topologies. By default
 * they are the production classes; a planted bug overrides one method.
 */
public interface Decisions {
  /** Protocol of production. */
  Decisions PRODUCTION = new Decisions() {};

  /** Returns the coordinator of these branches. */
  default CoordinatorDecisions coordinator(List<Branch> branches, CoordinatorTiming timing) {
    return new Coordinator(branches, timing);
  }

  /** Returns the store participant over this stock. */
  default ParticipantDecisions<SkuStock> store(StockView view) {
    return new SoundParticipant<>(new Stock(view));
  }

  /** Returns the delivery participant over these agents. */
  default ParticipantDecisions<Agent> delivery(AgentsView view) {
    return new SoundParticipant<>(new Agents(view));
  }

  /** Returns the decisions about supply to this stock. */
  default StockSupply stockSupply(StockView view) {
    return new StockSupply(view);
  }

  /** Returns the decisions about supply to these agents. */
  default AgentSupply agentSupply(AgentsView view) {
    return new AgentSupply(view);
  }
}
