package dev.darkstore.console.view;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.log.Supplies;
import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.schemas.Limits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The zones' agents. */
final class Agents {
  /** More agents than this are not shown. */
  static final int AGENTS_MAX = 10_000;

  private final Map<String, Map<String, Agent>> zones = new TreeMap<>();
  private final Supplies supplies;
  private int agents;

  Agents(int supplyPartitions) {
    supplies = new Supplies(supplyPartitions);
  }

  /** What the agents' app says; each record once, those of a partition in their order. */
  void accept(LogEntry entry, AgentUpdate update) {
    String zoneId = update.getZoneId();
    if (!supplies.isInPlace(entry, zoneId)
        || Limits.violation(update).isPresent()
        || supplies.isRepeat(update, zoneId, update.getUpdateId(), entry.timestampMillis())) {
      return;
    }
    Agent agent = agent(zoneId, update.getAgentId());
    if (agent == null) {
      return;
    }
    if (update.getBody() instanceof AgentOnline) {
      agent.online(entry.offset(), true);
    } else if (update.getBody() instanceof AgentOffline) {
      agent.online(entry.offset(), false);
    } else if (update.getBody() instanceof DeliveryCompleted completed) {
      agent.completed(entry.offset(), completed.getOrderId());
    }
  }

  /** An order has these agents now, and none of those it had before. */
  void taken(String zoneId, String orderId, List<HeldUnit> before, List<HeldUnit> units) {
    for (HeldUnit lost : before) {
      if (units.stream().noneMatch(unit -> unit.getUnit().equals(lost.getUnit()))) {
        each(zoneId, List.of(lost), (agent, unit) -> agent.lost(orderId));
      }
    }
    each(zoneId, units, (agent, unit) -> agent.taken(unit, orderId));
  }

  void assigned(String zoneId, String orderId, List<HeldUnit> units) {
    each(zoneId, units, (agent, unit) -> agent.assigned(unit, orderId));
  }

  void givenBack(String zoneId, List<HeldUnit> units) {
    each(zoneId, units, Agent::givenBack);
  }

  private void each(String zoneId, List<HeldUnit> units, BiConsumer<Agent, HeldUnit> action) {
    for (HeldUnit unit : units) {
      Agent agent = agent(zoneId, unit.getUnit());
      if (agent != null) {
        action.accept(agent, unit);
      }
    }
  }

  /** The agent, or null if it is one too many. */
  private Agent agent(String zoneId, String agentId) {
    Map<String, Agent> zone = zones.get(zoneId);
    Agent known = zone == null ? null : zone.get(agentId);
    if (known != null || agents >= AGENTS_MAX) {
      return known;
    }
    agents++;
    Agent added = new Agent();
    zones.computeIfAbsent(zoneId, id -> new TreeMap<>()).put(agentId, added);
    return added;
  }

  /** By zone, then by agent. */
  Map<String, Map<String, Agent>> zones() {
    return zones;
  }
}
