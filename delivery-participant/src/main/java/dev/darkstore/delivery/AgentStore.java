package dev.darkstore.delivery;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.Agents;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.runtime.participant.OpenReservations;
import dev.darkstore.runtime.participant.OwnedResource;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.state.StateSerde;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.state.AgentState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The agents of one task's zones, one entry per zone and agent. Who is free, by zone and the one
 * idle longest first, is derived from the entries: kept in memory, rebuilt when the task starts.
 */
final class AgentStore implements OwnedResource<AgentUpdate, Agent>, AgentsView {
  /** No id contains it. */
  private static final char SEPARATOR = '/';

  private static final Comparator<Agent> LONGEST_IDLE_FIRST =
      Comparator.comparingLong(Agent::idleSinceMillis).thenComparing(Agent::agentId);

  private static final StateSerde<AgentState, Agent> SERDE =
      new StateSerde<>(AgentState.class, AgentStore::toState, AgentStore::fromState);

  private final OpenStore<Agent> agentEntries;
  private final OpenReservations reservations;
  private final Map<String, TreeSet<Agent>> freeByZone = new HashMap<>();
  private final Map<String, Agent> freeByKey = new HashMap<>();
  private final Agents agents = new Agents(this);

  AgentStore(KeyValueStore<String, byte[]> units, OpenReservations reservations) {
    this.agentEntries = new OpenStore<>(units, SERDE);
    this.reservations = reservations;
    agentEntries.forEach(this::noteIfFree);
  }

  @Override
  public Resource<Agent> resource() {
    return agents;
  }

  @Override
  public SupplyDecision<Agent> supply(AgentUpdate update, long nowMillis, long offset) {
    String zoneId = update.getZoneId();
    String agentId = update.getAgentId();
    Object body = update.getBody();
    if (body instanceof AgentOnline) {
      return agents.online(zoneId, agentId, nowMillis, offset);
    }
    if (body instanceof AgentOffline) {
      return agents.offline(zoneId, agentId, offset);
    }
    if (body instanceof DeliveryCompleted completed) {
      return agents.completed(zoneId, agentId, completed.getOrderId(), nowMillis, offset);
    }
    throw new IllegalStateException("unhandled update " + body.getClass());
  }

  @Override
  public Optional<String> updateId(AgentUpdate update) {
    return Optional.ofNullable(update.getUpdateId());
  }

  @Override
  public byte[] content(AgentUpdate update) {
    return EventCodec.AGENT_UPDATES.encode(update);
  }

  @Override
  public UnitBalance balance(Agent agent) {
    return new UnitBalance(
        agent.agentId(),
        agent.isFree() ? 1L : 0L,
        agent.change(),
        agent.online(),
        agent.trip().filter(trip -> !trip.delivered()).map(Agent.Trip::orderId).orElse(null));
  }

  @Override
  public void apply(Agent change) {
    String key = key(change.zoneId(), change.agentId());
    forgetIfFree(key);
    agentEntries.put(key, change);
    noteIfFree(key, change);
  }

  @Override
  public void handOver() {
    agentEntries.handOver();
  }

  @Override
  public Optional<Agent> agent(String zoneId, String agentId) {
    String key = key(zoneId, agentId);
    Agent free = freeByKey.get(key);
    return free == null ? agentEntries.get(key) : Optional.of(free);
  }

  @Override
  public Optional<Agent> longestIdle(String zoneId) {
    TreeSet<Agent> free = freeByZone.get(zoneId);
    return free == null ? Optional.empty() : Optional.of(free.first());
  }

  @Override
  public Optional<Reservation> openReservation(Agent agent) {
    return agent
        .trip()
        .flatMap(trip -> reservations.of(agent.zoneId(), trip.orderId(), trip.transactionId()));
  }

  private void noteIfFree(String key, Agent agent) {
    if (agent.isFree()) {
      freeByKey.put(key, agent);
      freeByZone
          .computeIfAbsent(agent.zoneId(), zone -> new TreeSet<>(LONGEST_IDLE_FIRST))
          .add(agent);
    }
  }

  private void forgetIfFree(String key) {
    Agent agent = freeByKey.remove(key);
    if (agent == null) {
      return;
    }
    TreeSet<Agent> free = freeByZone.get(agent.zoneId());
    free.remove(agent);
    if (free.isEmpty()) {
      freeByZone.remove(agent.zoneId());
    }
  }

  private static String key(String zoneId, String agentId) {
    return zoneId + SEPARATOR + agentId;
  }

  private static AgentState toState(Agent agent) {
    return new AgentState(
        agent.online(),
        agent.orderId().orElse(null),
        agent.trip().map(Agent.Trip::transactionId).orElse(-1L),
        agent.trip().map(Agent.Trip::delivered).orElse(false),
        agent.idleSinceMillis(),
        agent.change(),
        agent.supplyOffset());
  }

  private static Agent fromState(String key, AgentState state) {
    int separator = key.indexOf(SEPARATOR);
    return new Agent(
        key.substring(0, separator),
        key.substring(separator + 1),
        state.getOnline(),
        Optional.ofNullable(state.getOrderId())
            .map(id -> new Agent.Trip(id, state.getTransactionId(), state.getDelivered())),
        state.getIdleSince(),
        state.getChange(),
        state.getSupplyOffset());
  }
}
