package dev.darkstore.protocol.delivery;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Agents of delivery zones as a resource. An order takes one agent: the free agent of its zone who
 * has been idle longest.
 */
public final class Agents implements Resource<Agent> {
  private final AgentsView view;

  /** Creates the resource over a view of the agents. */
  public Agents(AgentsView view) {
    this.view = view;
  }

  @Override
  public Taking<Agent> reserve(Reservation branch, Order order, long nowMillis) {
    return view.longestIdle(branch.key())
        .map(agent -> agent.taken(branch))
        .<Taking<Agent>>map(
            taken -> new Taking.Taken<>(new Holding<>(List.of(taken.heldUnit()), List.of(taken))))
        .orElseGet(
            () ->
                new Taking.Refused<>(
                    Refusal.of(
                        Reason.NO_AGENT_AVAILABLE, "no agent is free in zone " + branch.key())));
  }

  /**
   * Makes the hold final. Only the offset of the agent changes, so that a reader of the log can
   * know if the agent went offline before or after.
   */
  @Override
  public Holding<Agent> commit(Reservation branch, long nowMillis) {
    List<HeldUnit> units = new ArrayList<>();
    for (HeldUnit held : branch.holding()) {
      Agent agent = known(branch.key(), held.unit());
      if (!agent.isWith(branch)) {
        throw new IllegalStateException(
            "order " + branch.orderId() + " makes final an agent it does not hold: " + agent);
      }
      units.add(agent.heldUnit());
    }
    return new Holding<>(units, List.of());
  }

  @Override
  public Holding<Agent> release(Reservation branch, long nowMillis) {
    List<HeldUnit> units = new ArrayList<>();
    List<Agent> changes = new ArrayList<>();
    for (HeldUnit held : branch.holding()) {
      Agent agent = known(branch.key(), held.unit());
      if (agent.isWith(branch)) {
        Agent back = agent.givenBack();
        units.add(back.heldUnit());
        changes.add(back.rested());
      }
    }
    return new Holding<>(units, changes);
  }

  /** Frees an agent whose delivery was reported before the order was known to be placed. */
  @Override
  public Holding<Agent> settle(Reservation branch, long nowMillis) {
    List<Agent> changes =
        branch.holding().stream()
            .map(held -> known(branch.key(), held.unit()))
            .filter(agent -> agent.isWith(branch) && agent.trip().orElseThrow().delivered())
            .map(agent -> agent.withoutOrder(nowMillis, agent.supplyOffset()).rested())
            .toList();
    return new Holding<>(branch.holding(), changes);
  }

  /**
   * Handles an agent who comes online. The zone claims the agent unless it has them already.
   * Repeated while another zone has the agent, it is a new claim: the latest claim wins.
   */
  public SupplyDecision<Agent> online(String zoneId, String agentId, long nowMillis, long offset) {
    Agent agent =
        view.agent(zoneId, agentId)
            .orElseGet(() -> new Agent(zoneId, agentId, false, Optional.empty(), 0, 0, -1));
    return SupplyDecision.changing(
        List.of(
            agent.online() && !agent.isEntering()
                ? agent.confirmed(offset)
                : agent.cameOnline(nowMillis, offset)));
  }

  /**
   * Handles a grant of the directory.
   *
   * @return consequences; empty if the zone does not claim the agent under this number any more and
   *     must yield
   */
  public Optional<SupplyDecision<Agent>> granted(AgentMove.Grant grant, long nowMillis) {
    return claimed(grant)
        .map(
            agent ->
                SupplyDecision.changing(
                    agent.isEntering() ? List.of(agent.entered(nowMillis)) : List.of()));
  }

  /**
   * Handles a recall of the directory on behalf of another zone. A held agent is replaced, or the
   * reservation is lost, as when an agent goes offline; an assigned agent leaves after the trip.
   *
   * @return consequences; empty if the zone does not have the agent under this claim and must yield
   */
  public Optional<SupplyDecision<Agent>> recalled(AgentMove.Recall recall) {
    return claimed(recall).map(this::recalled);
  }

  private SupplyDecision<Agent> recalled(Agent agent) {
    if (agent.stay().presence() == Agent.Presence.LEAVING) {
      return SupplyDecision.changing(List.of());
    }
    Optional<Reservation> held = held(agent);
    return agent.trip().isPresent() && held.isEmpty()
        ? SupplyDecision.changing(List.of(agent.leaving()))
        : gone(agent.left(false), held);
  }

  private Optional<Agent> claimed(AgentMove move) {
    return view.agent(move.zoneId(), move.agentId())
        .filter(
            agent ->
                agent.stay().claim() == move.claim()
                    && agent.stay().presence() != Agent.Presence.AWAY);
  }

  /**
   * Handles an agent who goes offline. A held agent is replaced by another free one, since the
   * agent was not notified; without one the reservation is lost. An assigned agent is expected to
   * finish the trip.
   */
  public SupplyDecision<Agent> offline(String zoneId, String agentId, long offset) {
    Optional<Agent> known = view.agent(zoneId, agentId);
    if (known.isEmpty()) {
      return unknown(zoneId, agentId);
    }
    Agent agent = known.get();
    if (!agent.online()) {
      return SupplyDecision.changing(List.of(agent.confirmed(offset)));
    }
    Optional<Reservation> held = held(agent);
    Agent off = agent.wentOffline(offset);
    return gone(
        held.isEmpty() ? off.rested() : off.withoutOrder(agent.idleSinceMillis(), offset).rested(),
        held);
  }

  private Optional<Reservation> held(Agent agent) {
    return view.openReservation(agent)
        .filter(branch -> branch.status() == ReservationStatus.RESERVED);
  }

  /** Finds another agent for the reservation that held the departed one, if any did. */
  private SupplyDecision<Agent> gone(Agent gone, Optional<Reservation> held) {
    if (held.isEmpty()) {
      return SupplyDecision.changing(List.of(gone));
    }
    return view.longestIdle(gone.zoneId())
        .map(free -> replaced(gone, free.taken(held.get()), held.get()))
        .orElseGet(() -> lost(gone, held.get()));
  }

  /**
   * Handles a completed delivery. The agent is free at once if the order is known to be placed,
   * otherwise as soon as it is. A held agent cannot have made a trip, since the agent was not
   * notified.
   */
  public SupplyDecision<Agent> completed(
      String zoneId, String agentId, String orderId, long nowMillis, long offset) {
    Optional<Agent> known = view.agent(zoneId, agentId);
    if (known.isEmpty()) {
      return unknown(zoneId, agentId);
    }
    Agent agent = known.get();
    Optional<Reservation> open = view.openReservation(agent);
    if (!agent.isWith(orderId)
        || open.filter(branch -> branch.status() == ReservationStatus.RESERVED).isPresent()) {
      return SupplyDecision.refused(
          Refusal.of(
              Reason.AGENT_NOT_ON_ORDER,
              "agent %s of zone %s is not on the way with order %s; %s"
                  .formatted(
                      agentId,
                      zoneId,
                      orderId,
                      agent
                          .orderId()
                          .filter(other -> !other.equals(orderId))
                          .map(other -> "the agent's order is " + other)
                          .orElse("the agent has no trip"))));
    }
    return SupplyDecision.changing(
        List.of(
            open.isPresent()
                ? agent.deliveredEarly(offset)
                : agent.withoutOrder(nowMillis, offset).rested()));
  }

  private static SupplyDecision<Agent> unknown(String zoneId, String agentId) {
    return SupplyDecision.refused(
        Refusal.of(
            Reason.UNKNOWN_AGENT,
            "agent %s was never online in zone %s".formatted(agentId, zoneId)));
  }

  private static SupplyDecision<Agent> replaced(Agent gone, Agent instead, Reservation held) {
    return new SupplyDecision<>(
        List.of(gone, instead),
        List.of(new ReservationChange.Replaced(held, List.of(instead.heldUnit()))),
        Optional.empty());
  }

  private static SupplyDecision<Agent> lost(Agent gone, Reservation held) {
    return new SupplyDecision<>(
        List.of(gone),
        List.of(
            new ReservationChange.Lost(
                held,
                Reason.AGENT_WENT_OFFLINE,
                "the agent went away and nobody else was free",
                List.of())),
        Optional.empty());
  }

  private Agent known(String zoneId, String agentId) {
    return view.agent(zoneId, agentId)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "zone %s holds agent %s but does not know them".formatted(zoneId, agentId)));
  }
}
