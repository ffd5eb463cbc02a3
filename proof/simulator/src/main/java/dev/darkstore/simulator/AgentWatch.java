package dev.darkstore.simulator;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import dev.darkstore.simulator.world.Change;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.state.AgentState;
import dev.darkstore.state.PresenceState;
import dev.darkstore.state.ReservationState;
import dev.darkstore.state.ReservationStatusState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares agents with reservations in the delivery participant's state, at every commit: an agent
 * is with an order exactly while the order's reservation holds the agent, or until the delivery is
 * completed. So no agent has two orders. And no two zones have one agent.
 */
final class AgentWatch {
  private static final EventCodec<AgentState> CODEC =
      EventCodec.of(AgentState.class, AgentState.getClassSchema());

  private final int partitions;
  private final Reservations reservations = new Reservations();

  /** Order and transaction, separated by a slash, by agent. */
  private final Map<String, String> tripOf = new HashMap<>();

  /** Zones that have the agent, by the agent's id. */
  private final Map<String, Set<String>> zonesOf = new HashMap<>();

  /** Agents waiting for another zone to yield, as zone/agent. */
  private final Set<String> entering = new TreeSet<>();

  private final Map<String, Boolean> online = new LinkedHashMap<>();
  private final Set<String> completed = new HashSet<>();

  AgentWatch(int partitions) {
    this.partitions = partitions;
  }

  Reservations reservations() {
    return reservations;
  }

  /** Returns all agents ever seen, as zone/agent, with their online state. */
  Map<String, Boolean> agents() {
    return online;
  }

  void committed(List<LoggedRecord> read, List<Change> changes) {
    for (LoggedRecord record : read) {
      if (record.topic().equals(Topic.AGENT_UPDATES) && !StateKey.isStray(record, partitions)) {
        noteCompleted(record);
      }
    }
    Map<String, String> left = new LinkedHashMap<>();
    Set<String> touchedAgents = new TreeSet<>();
    Set<String> touchedReservations = new TreeSet<>();
    for (Change change : changes) {
      if (change.store().equals("units")) {
        String agent = StateKey.of(change);
        followAgent(agent, State.decode(CODEC, agent, change.value()), left);
        touchedAgents.add(agent);
      } else {
        reservations.follow(change, (agent, one) -> {}).ifPresent(touchedReservations::add);
      }
    }
    touchedReservations.forEach(this::checkReservation);
    touchedAgents.forEach(this::checkAgent);
    left.forEach(this::checkLeft);
  }

  private void followAgent(String agent, AgentState state, Map<String, String> left) {
    online.put(agent, state.getOnline());
    followPresence(agent, state);
    String after =
        state.getOrderId() == null ? null : state.getOrderId() + "/" + state.getTransactionId();
    String before = after == null ? tripOf.remove(agent) : tripOf.put(agent, after);
    if (before != null && !before.equals(after)) {
      left.put(StateKey.branchKeyOf(agent) + "/" + before, agent);
    }
  }

  private void followPresence(String agent, AgentState state) {
    boolean isOwned =
        switch (state.getPresence()) {
          case UNCLAIMED -> state.getOnline() || state.getOrderId() != null;
          case HERE, LEAVING -> true;
          case AWAY, ENTERING -> false;
        };
    Set<String> zones = zonesOf.computeIfAbsent(StateKey.idOf(agent), id -> new TreeSet<>());
    String zoneId = StateKey.branchKeyOf(agent);
    if (isOwned) {
      zones.add(zoneId);
    } else {
      zones.remove(zoneId);
    }
    if (state.getPresence() == PresenceState.ENTERING) {
      entering.add(agent);
    } else {
      entering.remove(agent);
    }
  }

  /** Checks that no agent waits for a zone without a reason to keep the agent. */
  void checkQuiet() {
    for (String agent : entering) {
      String agentId = StateKey.idOf(agent);
      if (zonesOf.get(agentId).stream().noneMatch(z -> tripOf.containsKey(z + "/" + agentId))) {
        throw new Violated("AGENTS", Optional.empty(), agent + " never enters");
      }
    }
  }

  private void checkReservation(String key) {
    String orderId = StateKey.idOf(key);
    for (HeldUnit unit :
        reservations.holding(key).map(ReservationState::getHolding).orElse(List.of())) {
      String agent = StateKey.branchKeyOf(key) + "/" + unit.getUnit();
      if (!StateKey.restOf(key).equals(tripOf.get(agent))
          && !completed.contains(agent + "/" + orderId)) {
        throw Violated.ofOrder(
            "AGENTS",
            orderId,
            "the order holds agent %s, who is with %s".formatted(agent, tripOf.get(agent)));
      }
    }
  }

  private void checkAgent(String agent) {
    Set<String> zones = zonesOf.get(StateKey.idOf(agent));
    if (zones.size() > 1) {
      throw new Violated(
          "AGENTS",
          Optional.empty(),
          "zones %s have agent %s at once".formatted(zones, StateKey.idOf(agent)));
    }
    String trip = tripOf.get(agent);
    if (trip == null) {
      return;
    }
    String key = StateKey.branchKeyOf(agent) + "/" + trip;
    if (!holds(key, agent)) {
      throw Violated.ofOrder(
          "AGENTS",
          StateKey.idOf(key),
          "agent %s is with the order, which does not hold them".formatted(agent));
    }
  }

  /** Checks an agent who is not with an order any more. */
  private void checkLeft(String key, String agent) {
    String orderId = StateKey.idOf(key);
    if (StateKey.restOf(key).equals(tripOf.get(agent)) || !holds(key, agent)) {
      return;
    }
    boolean isAssigned =
        reservations.holding(key).orElseThrow().getStatus() == ReservationStatusState.ASSIGNED;
    if (!isAssigned || !completed.contains(agent + "/" + orderId)) {
      throw Violated.ofOrder(
          "AGENTS", orderId, "agent %s left the order, which still holds them".formatted(agent));
    }
  }

  private boolean holds(String key, String agent) {
    return reservations
        .holding(key)
        .filter(
            state ->
                state.getHolding().stream()
                    .anyMatch(unit -> unit.getUnit().equals(StateKey.idOf(agent))))
        .isPresent();
  }

  private void noteCompleted(LoggedRecord record) {
    readable(record)
        .filter(update -> update.getBody() instanceof DeliveryCompleted)
        .ifPresent(
            update ->
                completed.add(
                    "%s/%s/%s"
                        .formatted(
                            update.getZoneId(),
                            update.getAgentId(),
                            ((DeliveryCompleted) update.getBody()).getOrderId())));
  }

  private static Optional<AgentUpdate> readable(LoggedRecord record) {
    try {
      return Optional.of(ClientRecords.agentUpdate(record.key(), record.value()));
    } catch (UnreadableRecordException e) {
      return Optional.empty(); // Checked by the audit.
    }
  }
}
