package dev.darkstore.command.supply;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.log.Supplies;
import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who is online and with which order, put together from what the topics tell: every change of an
 * agent has a number, and names the supply that had been counted by then.
 */
public final class AgentBook {
  private final Supplies supplies;
  private final Map<String, History> histories = new TreeMap<>();

  /**
   * One agent in one zone.
   *
   * @param isOnline whether trips are taken
   * @param orderId the order that the agent is held for or brings
   * @param isAssigned whether that order is the agent's for good
   */
  public record Agent(
      String zoneId,
      String agentId,
      boolean isOnline,
      Optional<String> orderId,
      boolean isAssigned) {

    /** Whether the agent can be given a trip. */
    public boolean isFree() {
      return isOnline && orderId.isEmpty();
    }
  }

  /** What is known of one agent. */
  private static final class History {
    private final String zoneId;
    private final String agentId;
    private final List<Said> said = new ArrayList<>();
    private long change;
    private long supplyOffset = -1;
    private String holder;
    private String assignedTo;
    private long assignedBy;

    History(String zoneId, String agentId) {
      this.zoneId = zoneId;
      this.agentId = agentId;
    }

    void changed(HeldUnit unit, String orderId, boolean isTaken) {
      if (unit.getChange() > change) {
        change = unit.getChange();
        supplyOffset = unit.getSupplyOffset();
        holder = isTaken ? orderId : null;
      }
    }

    Agent now() {
      boolean online = change > 0 && said.isEmpty();
      boolean isAssigned = holder != null && holder.equals(assignedTo) && assignedBy == change;
      String order = holder;
      for (Said words : said) {
        boolean isLater = words.offset() > supplyOffset;
        if (words.body() instanceof AgentOnline) {
          online = true;
        } else if (words.body() instanceof AgentOffline) {
          online = false;
          // Somebody else takes over what was only held.
          order = isLater && !isAssigned ? null : order;
        } else if (words.body() instanceof DeliveryCompleted completed
            && isLater
            && isAssigned
            && completed.getOrderId().equals(order)) {
          order = null;
        }
      }
      return new Agent(
          zoneId, agentId, online, Optional.ofNullable(order), order != null && isAssigned);
    }
  }

  /** What the agent's app said. */
  private record Said(long offset, Object body) {}

  AgentBook(int partitionCount) {
    supplies = new Supplies(partitionCount);
  }

  /** Reads what the topics of this cluster say, by zone and agent. */
  public static List<Agent> read(Cluster cluster) throws InterruptedException {
    AgentBook book =
        new AgentBook(cluster.partitions(Topic.AGENT_UPDATES).get(Topic.AGENT_UPDATES));
    try (LogReader reader = new LogReader(cluster, "darkstore-agents")) {
      reader.assign(Topic.AGENT_UPDATES, Topic.DELIVERY_EVENTS);
      reader.readToEnd(record -> book.accept(LogEntry.of(record)));
      return book.agents();
    }
  }

  /** Takes a record in; those of one partition come in their order. */
  void accept(LogEntry entry) {
    Object envelope = entry.envelope().orElse(null);
    if (envelope instanceof AgentUpdate update) {
      if (supplies.isInPlace(entry, update.getZoneId())
          && Limits.violation(update).isEmpty()
          && !supplies.isRepeat(
              update, update.getZoneId(), update.getUpdateId(), entry.timestampMillis())) {
        history(update.getZoneId(), update.getAgentId())
            .said
            .add(new Said(entry.offset(), update.getBody()));
      }
    } else if (envelope instanceof BranchEvent event && entry.topic() == Topic.DELIVERY_EVENTS) {
      event(event);
    }
  }

  private void event(BranchEvent event) {
    if (event.getBody() instanceof Reserved body) {
      changed(event, body.getHolding(), true);
    } else if (event.getBody() instanceof ReservationExpired body) {
      changed(event, body.getHolding(), false);
    } else if (event.getBody() instanceof Released body) {
      changed(event, body.getHolding(), false);
    } else if (event.getBody() instanceof Assigned body) {
      for (HeldUnit unit : body.getHolding()) {
        History agent = history(event.getBranchKey(), unit.getUnit());
        if (unit.getChange() >= agent.assignedBy) {
          agent.assignedTo = event.getOrderId();
          agent.assignedBy = unit.getChange();
        }
        agent.changed(unit, event.getOrderId(), true);
      }
    }
  }

  private void changed(BranchEvent event, List<HeldUnit> units, boolean isTaken) {
    for (HeldUnit unit : units) {
      history(event.getBranchKey(), unit.getUnit()).changed(unit, event.getOrderId(), isTaken);
    }
  }

  private History history(String zoneId, String agentId) {
    return histories.computeIfAbsent(zoneId + '/' + agentId, id -> new History(zoneId, agentId));
  }

  /** All agents that were ever heard of, by zone and name. */
  List<Agent> agents() {
    return histories.values().stream().map(History::now).toList();
  }
}
