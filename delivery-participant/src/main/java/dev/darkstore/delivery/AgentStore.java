package dev.darkstore.delivery;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.AgentMove;
import dev.darkstore.protocol.delivery.Agents;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.delivery.Passage;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.runtime.participant.OpenReservations;
import dev.darkstore.runtime.participant.OwnedResource;
import dev.darkstore.runtime.participant.TaskPort;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.state.StateSerde;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.state.AgentState;
import dev.darkstore.state.PresenceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Agents of one task's zones, one entry per zone and agent. The free agents by zone, the one idle
 * longest first, are derived from the entries: kept in memory, rebuilt when the task starts.
 */
final class AgentStore implements OwnedResource<AgentUpdate, Agent>, AgentsView {
  /** Separator, which no id contains. */
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
  private final AgentMoves moves;
  private final DirectoryStore directory;
  private final List<String> unclaimed = new ArrayList<>();

  AgentStore(KeyValueStore<String, byte[]> units, OpenReservations reservations, TaskPort port) {
    this.agentEntries = new OpenStore<>(units, SERDE);
    this.reservations = reservations;
    this.moves = new AgentMoves(port);
    this.directory = new DirectoryStore(port.own());
    agentEntries.forEach(
        (key, agent) -> {
          noteIfFree(key, agent);
          if (agent.isUnclaimed()) {
            unclaimed.add(key);
          }
        });
  }

  @Override
  public boolean hasToBegin() {
    return !unclaimed.isEmpty();
  }

  /** Claims the agents whom an earlier build had in its zones; they stay in the meantime. */
  @Override
  public void begin() {
    for (String key : unclaimed) {
      known(key).filter(Agent::isUnclaimed).ifPresent(agent -> apply(agent.claimed()));
    }
    unclaimed.clear();
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
  public SupplyDecision<Agent> receive(Object message, long nowMillis) {
    AgentMove move = (AgentMove) message;
    if (move instanceof AgentMove.Grant grant) {
      return orYield(move, agents.granted(grant, nowMillis));
    }
    if (move instanceof AgentMove.Recall recall) {
      return orYield(move, agents.recalled(recall));
    }
    directory.receive(move).forEach(moves::send);
    return SupplyDecision.changing(List.of());
  }

  private SupplyDecision<Agent> orYield(AgentMove move, Optional<SupplyDecision<Agent>> decision) {
    return decision.orElseGet(
        () -> {
          moves.send(new AgentMove.Yield(move.agentId(), move.zoneId(), move.claim()));
          return SupplyDecision.changing(List.of());
        });
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
        agent.trip().filter(trip -> !trip.delivered()).map(Agent.Trip::orderId).orElse(null),
        agent.isEntering());
  }

  @Override
  public void apply(Agent change) {
    String key = key(change.zoneId(), change.agentId());
    Passage passage = Passage.between(known(key), change);
    forgetIfFree(key);
    agentEntries.put(key, change);
    noteIfFree(key, change);
    passage.messages().forEach(moves::send);
    passage.movement().ifPresent(movement -> moves.announce(movement, change, balance(change)));
  }

  @Override
  public void handOver() {
    agentEntries.handOver();
    directory.handOver();
  }

  @Override
  public Optional<Agent> agent(String zoneId, String agentId) {
    return known(key(zoneId, agentId));
  }

  private Optional<Agent> known(String key) {
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
        agent.supplyOffset(),
        PresenceState.valueOf(agent.stay().presence().name()),
        agent.stay().claim());
  }

  private static Agent fromState(String key, AgentState state) {
    int separator = key.indexOf(SEPARATOR);
    Agent unclaimed =
        new Agent(
            key.substring(0, separator),
            key.substring(separator + 1),
            state.getOnline(),
            Optional.ofNullable(state.getOrderId())
                .map(id -> new Agent.Trip(id, state.getTransactionId(), state.getDelivered())),
            state.getIdleSince(),
            state.getChange(),
            state.getSupplyOffset());
    return state.getPresence() == PresenceState.UNCLAIMED
        ? unclaimed
        : unclaimed.staying(
            new Agent.Stay(Agent.Presence.valueOf(state.getPresence().name()), state.getClaim()));
  }
}
