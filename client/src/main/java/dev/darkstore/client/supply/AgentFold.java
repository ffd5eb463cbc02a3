package dev.darkstore.client.supply;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * State of the agents by zone, folded from delivery's events: replies to their app, and holdings of
 * orders. The records of one partition must arrive in their order, partitions in any interleaving;
 * a record may be repeated.
 */
public final class AgentFold {
  /** Topics required for a complete fold. */
  public static final List<Topic> TOPICS = List.of(Topic.AGENT_EVENTS, Topic.DELIVERY_EVENTS);

  private final int agentsMax;
  private final Map<String, Map<String, Known>> zones = new TreeMap<>();
  private int agents;

  /**
   * Agent in one zone.
   *
   * @param isOnline true if the agent takes trips
   * @param isEntering true if another zone has not yielded the agent yet
   * @param orderId order that the agent is held for or assigned to
   * @param isAssigned true if the order is assigned to the agent
   */
  public record Agent(
      String zoneId,
      String agentId,
      boolean isOnline,
      boolean isEntering,
      Optional<String> orderId,
      boolean isAssigned) {

    /** Returns true if the agent can be given a trip. */
    public boolean isFree() {
      return isOnline && !isEntering && orderId.isEmpty();
    }
  }

  private static final class Known {
    private Stage stage = Stage.NONE;
    private Stage presentAt = Stage.NONE;
    private boolean online;
    private boolean entering;
    private String orderId;
    private String assignedTo;
    private long assignedBy = -1;

    void answered(UnitBalance unit, long offset) {
      Stage at = new Stage(unit.getChange(), offset);
      presence(at, unit.getOnline(), unit.getEntering());
      now(at, unit.getOrderId());
    }

    void taken(HeldUnit unit, String order) {
      Stage at = new Stage(unit.getChange(), unit.getSupplyOffset());
      presence(at, true, false);
      now(at, order);
    }

    void assigned(HeldUnit unit, String order) {
      if (unit.getChange() >= assignedBy) {
        assignedTo = order;
        assignedBy = unit.getChange();
      }
      now(new Stage(unit.getChange(), unit.getSupplyOffset()), order);
    }

    void givenBack(HeldUnit unit) {
      now(new Stage(unit.getChange(), unit.getSupplyOffset()), null);
    }

    private void presence(Stage at, boolean isOnline, boolean isEntering) {
      if (!presentAt.isAfter(at)) {
        presentAt = at;
        online = isOnline;
        entering = isEntering;
      }
    }

    private void now(Stage at, String order) {
      if (at.isAfter(stage)) {
        stage = at;
        orderId = order;
      }
    }

    boolean isAssigned() {
      return orderId != null && orderId.equals(assignedTo) && assignedBy == stage.change();
    }
  }

  /**
   * Creates an empty fold.
   *
   * @param agentsMax maximum number of agents; further ones are ignored
   */
  public AgentFold(int agentsMax) {
    this.agentsMax = agentsMax;
  }

  /** Applies a record; those of other topics than {@link #TOPICS} change nothing. */
  public void accept(LogEntry entry) {
    Object envelope = entry.envelope().orElse(null);
    if (entry.topic().equals(Topic.AGENT_EVENTS) && envelope instanceof SupplyEvent event) {
      if (event.getBody() instanceof SupplyApplied applied) {
        for (UnitBalance unit : applied.getBalances()) {
          Known agent = agent(event.getBranchKey(), unit.getUnit());
          if (agent != null) {
            agent.answered(unit, event.getSupplyOffset());
          }
        }
      }
    } else if (entry.topic().equals(Topic.DELIVERY_EVENTS)
        && envelope instanceof BranchEvent event) {
      for (HeldUnit unit : units(event.getBody())) {
        Known agent = agent(event.getBranchKey(), unit.getUnit());
        if (agent != null) {
          branch(agent, event, unit);
        }
      }
    }
  }

  private static void branch(Known agent, BranchEvent event, HeldUnit unit) {
    if (event.getBody() instanceof Reserved) {
      agent.taken(unit, event.getOrderId());
    } else if (event.getBody() instanceof Assigned) {
      agent.assigned(unit, event.getOrderId());
    } else {
      agent.givenBack(unit);
    }
  }

  private static List<HeldUnit> units(Object body) {
    if (body instanceof Reserved reserved) {
      return reserved.getHolding();
    }
    if (body instanceof Assigned assigned) {
      return assigned.getHolding();
    }
    if (body instanceof Released released) {
      return released.getHolding();
    }
    return body instanceof ReservationExpired expired ? expired.getHolding() : List.of();
  }

  /** Returns the agent, or null beyond the maximum. */
  private Known agent(String zoneId, String agentId) {
    Map<String, Known> zone = zones.get(zoneId);
    Known known = zone == null ? null : zone.get(agentId);
    if (known != null || agents >= agentsMax) {
      return known;
    }
    agents++;
    Known added = new Known();
    zones.computeIfAbsent(zoneId, id -> new TreeMap<>()).put(agentId, added);
    return added;
  }

  /** Returns all agents, by zone and agent. */
  public List<Agent> agents() {
    List<Agent> all = new ArrayList<>();
    zones.forEach(
        (zoneId, ofZone) ->
            ofZone.forEach(
                (agentId, known) ->
                    all.add(
                        new Agent(
                            zoneId,
                            agentId,
                            known.online,
                            known.entering,
                            Optional.ofNullable(known.orderId),
                            known.isAssigned()))));
    return all;
  }
}
