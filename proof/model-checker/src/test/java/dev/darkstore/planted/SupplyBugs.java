package dev.darkstore.planted;

import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.StockView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Supply with one defect each. */
final class SupplyBugs {
  private SupplyBugs() {}

  static Decisions ofStock(Function<StockView, StockSupply> spoiled) {
    return new Decisions() {
      @Override
      public StockSupply stockSupply(StockView view) {
        return spoiled.apply(view);
      }
    };
  }

  static Decisions ofAgents(Function<AgentsView, AgentSupply> spoiled) {
    return new Decisions() {
      @Override
      public AgentSupply agentSupply(AgentsView view) {
        return spoiled.apply(view);
      }
    };
  }

  /** Stock whose write-offs correct the available quantity and ignore reservations. */
  static final class WritesOffWhatIsHeld extends StockSupply {
    WritesOffWhatIsHeld(StockView view) {
      super(view);
    }

    @Override
    public SupplyDecision<SkuStock> writeOff(
        String storeId, List<OrderLine> lines, long nowMillis, long offset) {
      SupplyDecision<SkuStock> decision = super.writeOff(storeId, lines, nowMillis, offset);
      if (decision.refusal().isPresent()) {
        return decision;
      }
      List<SkuStock> changes = new ArrayList<>();
      for (OrderLine line : lines) {
        SkuStock sku = view().sku(storeId, line.sku()).orElseThrow();
        long left = Math.max(0, sku.available() - line.quantity());
        changes.add(new SkuStock(storeId, line.sku(), left, sku.change(), offset));
      }
      return SupplyDecision.changing(changes);
    }
  }

  /** Agents who are treated as free when they come online. */
  static final class ForgetsTheTrip extends AgentSupply {
    ForgetsTheTrip(AgentsView view) {
      super(view);
    }

    @Override
    public SupplyDecision<Agent> online(
        String zoneId, String agentId, long nowMillis, long offset) {
      Agent known = view().agent(zoneId, agentId).orElseThrow();
      return SupplyDecision.changing(
          List.of(
              new Agent(
                  zoneId, agentId, true, Optional.empty(), nowMillis, known.change(), offset)));
    }
  }

  /** Agents who are removed from their order while the reservation stays unchanged. */
  static final class TakesTheAgentAway extends AgentSupply {
    TakesTheAgentAway(AgentsView view) {
      super(view);
    }

    @Override
    public SupplyDecision<Agent> offline(String zoneId, String agentId, long offset) {
      return SupplyDecision.changing(
          super.offline(zoneId, agentId, offset).changes().stream()
              .filter(agent -> agent.agentId().equals(agentId))
              .toList());
    }
  }
}
