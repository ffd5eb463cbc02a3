package dev.darkstore.audit;

import dev.darkstore.audit.AgentHistory.Kind;
import dev.darkstore.audit.UnitChange.Word;
import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.schemas.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The histories of all units, and the supply that goes into them. */
final class UnitBook {
  private static final int TIME = 0;

  private final History history;
  private final WriteOffs writeOffs;
  private final Progress progress;
  private final long retentionMillis;
  private final Map<UnitId, SkuHistory> skus = new HashMap<>();
  private final Map<UnitId, AgentHistory> agents = new HashMap<>();
  private final DigestTable updateIds;
  private long newestMillis;

  /** How an update stands to earlier ones of the same id. */
  private enum Occurrence {
    FIRST,
    REPEAT,
    FORGOTTEN
  }

  UnitBook(History history, WriteOffs writeOffs, Progress progress, long retentionMillis) {
    this.progress = progress;
    this.history = history;
    this.writeOffs = writeOffs;
    this.retentionMillis = retentionMillis;
    // Twice the retention: so that what is in doubt is still known to be.
    this.updateIds = new DigestTable(1, time -> time >= newestMillis - 2 * retentionMillis);
  }

  /** A store's supply, from the partition where the store's records belong. */
  void stockUpdate(Position position, long timestampMillis, StockUpdate update) {
    Occurrence occurrence =
        occurrence("stock", update.getStoreId(), update.getUpdateId(), timestampMillis);
    if (update.getBody() instanceof StockReceived received) {
      if (occurrence != Occurrence.REPEAT) {
        Fate fate =
            occurrence == Occurrence.FIRST
                ? null
                : writeOffs.add(Fate.ofRepeat(position, timestampMillis, true));
        supply(position.offset(), update.getStoreId(), received.getLines(), 1, fate);
      }
    } else if (update.getBody() instanceof StockWrittenOff writtenOff) {
      // A repeat may count after all: if the first was refused.
      Fate fate =
          occurrence == Occurrence.FIRST
              ? Fate.ofWriteOff(position, timestampMillis)
              : Fate.ofRepeat(position, timestampMillis, occurrence == Occurrence.FORGOTTEN);
      supply(
          position.offset(), update.getStoreId(), writtenOff.getLines(), -1, writeOffs.add(fate));
    } else {
      throw new IllegalStateException("unhandled stock update " + update);
    }
  }

  /** What an agent's app says, from the partition where the zone's records belong. */
  void agentUpdate(Position position, long timestampMillis, AgentUpdate update) {
    if (occurrence("agent", update.getZoneId(), update.getUpdateId(), timestampMillis)
        == Occurrence.REPEAT) {
      return;
    }
    AgentHistory agent =
        agent(new UnitId(BranchName.DELIVERY, update.getZoneId(), update.getAgentId()));
    if (update.getBody() instanceof AgentOnline) {
      agent.supply(position.offset(), Kind.ONLINE, null);
    } else if (update.getBody() instanceof AgentOffline) {
      agent.supply(position.offset(), Kind.OFFLINE, null);
    } else if (update.getBody() instanceof DeliveryCompleted completed) {
      agent.supply(position.offset(), Kind.COMPLETED, completed.getOrderId());
    } else {
      throw new IllegalStateException("unhandled agent update " + update);
    }
  }

  /** An order took these units. */
  void taken(BranchName branch, String key, List<HeldUnit> units, String order, long atMillis) {
    for (HeldUnit unit : units) {
      noteProgress(branch, key, unit, atMillis);
      unit(branch, key, unit).add(UnitChange.taking(unit, order, atMillis));
    }
  }

  /** An order gave these units back. */
  void givenBack(BranchName branch, String key, List<HeldUnit> units, String order, long atMillis) {
    for (HeldUnit unit : units) {
      noteProgress(branch, key, unit, atMillis);
      unit(branch, key, unit).add(UnitChange.givingBack(unit, order, atMillis));
    }
  }

  /** An order was assigned what it had taken. */
  void assigned(BranchName branch, String key, List<HeldUnit> units, String orderId) {
    for (HeldUnit unit : units) {
      unit(branch, key, unit).mention(unit.getChange());
      if (branch == BranchName.DELIVERY) {
        agent(new UnitId(branch, key, unit.getUnit()))
            .hear(orderId, unit.getChange(), Word.ASSIGNED, unit.getSupplyOffset());
      }
    }
  }

  /** An order has to do without the agent that it had taken by this change. */
  void agentLost(String zoneId, String agentId, long change, String orderId) {
    agent(new UnitId(BranchName.DELIVERY, zoneId, agentId))
        .hear(orderId, change, Word.LOST, UnitHistory.NO_SUPPLY);
  }

  /** Reports what changes have waited for since before this time. */
  void check(long overdueBeforeMillis) {
    skus.values().forEach(sku -> sku.advance(overdueBeforeMillis));
    agents.values().forEach(agent -> agent.advance(overdueBeforeMillis));
  }

  /**
   * Applies everything that is left, once all was read.
   *
   * @param allWasTold whether what was not told by now never will be
   * @param mayHaveAgent whether an order may have an agent at the end
   */
  void finish(boolean allWasTold, Predicate<String> mayHaveAgent) {
    if (allWasTold) {
      skus.values().forEach(SkuHistory::finish);
    }
    for (AgentHistory agent : agents.values()) {
      String orderId = agent.finish(allWasTold);
      if (orderId != null && !mayHaveAgent.test(orderId)) {
        history
            .violations()
            .ofUnit(
                Invariant.NO_LEAK,
                agent.id(),
                orderId,
                "the agent is with order " + orderId + " for ever: that order is over");
      }
    }
  }

  /** How many units have a history. */
  int size() {
    return skus.size() + agents.size();
  }

  private void supply(long offset, String storeId, List<OrderLine> lines, int sign, Fate fate) {
    for (OrderLine line : lines) {
      sku(new UnitId(BranchName.STORE, storeId, line.getSku()))
          .supply(offset, (long) sign * line.getQuantity(), fate);
    }
  }

  private Occurrence occurrence(String kind, String key, String updateId, long timestampMillis) {
    newestMillis = Math.max(newestMillis, timestampMillis);
    if (updateId == null) {
      return Occurrence.FIRST;
    }
    String id = kind + '/' + key + '/' + updateId;
    int at = updateIds.find(id);
    if (at == DigestTable.ABSENT) {
      updateIds.set(updateIds.add(id), TIME, timestampMillis);
      return Occurrence.FIRST;
    }
    if (timestampMillis - updateIds.get(at, TIME) < retentionMillis) {
      return Occurrence.REPEAT;
    }
    updateIds.set(at, TIME, timestampMillis);
    return Occurrence.FORGOTTEN;
  }

  private void noteProgress(BranchName branch, String key, HeldUnit unit, long atMillis) {
    Topic supply =
        switch (branch) {
          case STORE -> Topic.STOCK_UPDATES;
          case DELIVERY -> Topic.AGENT_UPDATES;
        };
    progress.handled(supply, key, unit.getSupplyOffset(), atMillis);
  }

  private UnitHistory unit(BranchName branch, String key, HeldUnit unit) {
    UnitId id = new UnitId(branch, key, unit.getUnit());
    return switch (branch) {
      case STORE -> sku(id);
      case DELIVERY -> agent(id);
    };
  }

  private SkuHistory sku(UnitId id) {
    return skus.computeIfAbsent(id, unknown -> new SkuHistory(unknown, history, writeOffs));
  }

  private AgentHistory agent(UnitId id) {
    return agents.computeIfAbsent(id, unknown -> new AgentHistory(unknown, history));
  }
}
