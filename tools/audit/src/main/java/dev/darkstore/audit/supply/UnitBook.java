package dev.darkstore.audit.supply;

import dev.darkstore.audit.finding.History;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.HandledPositions;
import dev.darkstore.audit.record.UnitId;
import dev.darkstore.audit.supply.AgentHistory.Kind;
import dev.darkstore.audit.supply.UnitChange.Word;
import dev.darkstore.events.AgentMovement;
import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** Histories of all units, and the supply that goes into them. */
public final class UnitBook {
  private final History history;
  private final HandledPositions progress;
  private final Map<UnitId, SkuHistory> skus = new HashMap<>();
  private final Map<UnitId, AgentHistory> agents = new HashMap<>();

  public UnitBook(History history, HandledPositions progress) {
    this.progress = progress;
    this.history = history;
  }

  /** Notes an applied supply record. */
  public void applied(long offset, SpecificRecord update, SupplyApplied answer) {
    if (update instanceof StockUpdate stock) {
      applied(offset, stock);
    } else if (update instanceof AgentUpdate agent) {
      applied(offset, agent, answer);
    } else {
      throw new IllegalStateException("unhandled supply " + update);
    }
  }

  private void applied(long offset, StockUpdate update) {
    if (update.getBody() instanceof StockReceived received) {
      supply(offset, update.getStoreId(), received.getLines(), 1);
    } else if (update.getBody() instanceof StockWrittenOff writtenOff) {
      supply(offset, update.getStoreId(), writtenOff.getLines(), -1);
    } else {
      throw new IllegalStateException("unhandled stock update " + update);
    }
  }

  private void applied(long offset, AgentUpdate update, SupplyApplied answer) {
    AgentHistory agent =
        agent(new UnitId(BranchName.DELIVERY, update.getZoneId(), update.getAgentId()));
    if (update.getBody() instanceof AgentOnline) {
      boolean isEntering =
          answer.getBalances().stream()
              .anyMatch(unit -> unit.getUnit().equals(update.getAgentId()) && unit.getEntering());
      agent.supply(offset, isEntering ? Kind.ENTERING : Kind.ONLINE, null);
    } else if (update.getBody() instanceof AgentOffline) {
      agent.supply(offset, Kind.OFFLINE, null);
    } else if (update.getBody() instanceof DeliveryCompleted completed) {
      agent.supply(offset, Kind.COMPLETED, completed.getOrderId());
    } else {
      throw new IllegalStateException("unhandled agent update " + update);
    }
  }

  /** Notes a movement of an agent. */
  public void moved(
      String zoneId, UnitBalance unit, AgentMovement movement, long supplyOffset, long atMillis) {
    agent(new UnitId(BranchName.DELIVERY, zoneId, unit.getUnit()))
        .add(UnitChange.moving(unit, movement, supplyOffset, atMillis));
  }

  /** Notes units that an order took. */
  public void taken(
      BranchName branch, String key, List<HeldUnit> units, String order, long atMillis) {
    if (!hasHistories(branch)) {
      return;
    }
    for (HeldUnit unit : units) {
      noteProgress(branch, key, unit, atMillis);
      unit(branch, key, unit).add(UnitChange.taking(unit, order, atMillis));
    }
  }

  /** Notes units that an order gave back. */
  public void givenBack(
      BranchName branch, String key, List<HeldUnit> units, String order, long atMillis) {
    if (!hasHistories(branch)) {
      return;
    }
    for (HeldUnit unit : units) {
      noteProgress(branch, key, unit, atMillis);
      unit(branch, key, unit).add(UnitChange.givingBack(unit, order, atMillis));
    }
  }

  /** Notes that units taken by an order are assigned to it. */
  public void assigned(BranchName branch, String key, List<HeldUnit> units, String orderId) {
    if (!hasHistories(branch)) {
      return;
    }
    for (HeldUnit unit : units) {
      unit(branch, key, unit).mention(unit.getChange());
      if (branch.equals(BranchName.DELIVERY)) {
        agent(new UnitId(branch, key, unit.getUnit()))
            .note(orderId, unit.getChange(), Word.ASSIGNED, unit.getSupplyOffset());
      }
    }
  }

  /** Notes that an order lost the agent taken by this change. */
  public void agentLost(String zoneId, String agentId, long change, String orderId) {
    agent(new UnitId(BranchName.DELIVERY, zoneId, agentId))
        .note(orderId, change, Word.LOST, UnitHistory.NO_SUPPLY);
  }

  /** Reports missing records that changes have waited for since before this time. */
  public void check(long overdueBeforeMillis) {
    skus.values().forEach(sku -> sku.advance(overdueBeforeMillis));
    agents.values().forEach(agent -> agent.advance(overdueBeforeMillis));
  }

  /**
   * Applies all remaining changes, once everything was read.
   *
   * @param isComplete true if missing events will not follow
   * @param beforeMillis time before which decisions cannot be undone by unread records
   * @param mayHaveAgent predicate: true if an order may have an agent at the end
   */
  public void finish(boolean isComplete, long beforeMillis, Predicate<String> mayHaveAgent) {
    if (isComplete) {
      skus.values().forEach(SkuHistory::finish);
    }
    for (AgentHistory agent : agents.values()) {
      String orderId = agent.finish(isComplete);
      if (orderId != null && !mayHaveAgent.test(orderId)) {
        history
            .violations()
            .ofUnit(
                Invariant.NO_LEAK,
                agent.id(),
                orderId,
                "the agent is with order " + orderId + ", which is closed");
      }
    }
    checkOneZone(beforeMillis);
  }

  /** Reports agents who have an order in more than one zone. */
  private void checkOneZone(long beforeMillis) {
    Map<String, AgentHistory> holding = new HashMap<>();
    for (AgentHistory agent : agents.values()) {
      UnitChange holder = agent.holder();
      if (holder == null || holder.decidedAtMillis() >= beforeMillis) {
        continue;
      }
      AgentHistory other = holding.putIfAbsent(agent.id().unit(), agent);
      if (other != null) {
        history
            .violations()
            .ofUnit(
                Invariant.AGENTS,
                agent.id(),
                holder.orderId(),
                "the agent is with order %s, and in zone %s with order %s"
                    .formatted(holder.orderId(), other.id().branchKey(), other.holder().orderId()));
      }
    }
  }

  /** Returns true for stock and agents, whose supply is known. */
  private static boolean hasHistories(BranchName branch) {
    return branch.equals(BranchName.STORE) || branch.equals(BranchName.DELIVERY);
  }

  /** Returns the number of units with a history. */
  public int size() {
    return skus.size() + agents.size();
  }

  private void supply(long offset, String storeId, List<OrderLine> lines, int sign) {
    for (OrderLine line : lines) {
      sku(new UnitId(BranchName.STORE, storeId, line.getSku()))
          .supply(offset, (long) sign * line.getQuantity());
    }
  }

  private void noteProgress(BranchName branch, String key, HeldUnit unit, long atMillis) {
    progress.handled(
        branch.topic(Topic.Role.SUPPLY_UPDATES), key, unit.getSupplyOffset(), atMillis);
  }

  private UnitHistory unit(BranchName branch, String key, HeldUnit unit) {
    UnitId id = new UnitId(branch, key, unit.getUnit());
    return branch.equals(BranchName.STORE) ? sku(id) : agent(id);
  }

  private SkuHistory sku(UnitId id) {
    return skus.computeIfAbsent(id, unknown -> new SkuHistory(unknown, history));
  }

  private AgentHistory agent(UnitId id) {
    return agents.computeIfAbsent(id, unknown -> new AgentHistory(unknown, history));
  }
}
