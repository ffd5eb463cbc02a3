package dev.darkstore.protocol.delivery;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The agents of delivery zones as a resource. An order takes one agent: of the free ones in its
 * zone, the one idle longest.
 */
public final class Agents implements Resource<Agent> {
  private final AgentsView view;

  /** The agents that the view shows. */
  public Agents(AgentsView view) {
    this.view = view;
  }

  @Override
  public Taking<Agent> take(String zoneId, Order order, long nowMillis) {
    return view.longestIdle(zoneId)
        .map(agent -> agent.taken(order.orderId()))
        .<Taking<Agent>>map(
            taken -> new Taking.Taken<>(new Holding<>(List.of(taken.heldUnit()), List.of(taken))))
        .orElseGet(
            () ->
                new Taking.Refused<>(
                    Refusal.of(Reason.NO_AGENT_AVAILABLE, "no agent is free in zone " + zoneId)));
  }

  /**
   * The agent stays with the order; only the offset is brought up to date, so that a reader of the
   * log knows whether the agent went offline before or after.
   */
  @Override
  public Holding<Agent> makeFinal(
      String zoneId, String orderId, List<HeldUnit> holding, long nowMillis) {
    List<HeldUnit> units = new ArrayList<>();
    for (HeldUnit held : holding) {
      Agent agent = known(zoneId, held.unit());
      if (!agent.isWith(orderId)) {
        throw new IllegalStateException(
            "order " + orderId + " makes final an agent it does not hold: " + agent);
      }
      units.add(agent.heldUnit());
    }
    return new Holding<>(units, List.of());
  }

  @Override
  public Holding<Agent> giveBack(
      String zoneId, String orderId, List<HeldUnit> holding, long nowMillis) {
    List<HeldUnit> units = new ArrayList<>();
    List<Agent> changes = new ArrayList<>();
    for (HeldUnit held : holding) {
      Agent agent = known(zoneId, held.unit());
      // Not with the order any more: the delivery was said to be completed.
      if (agent.isWith(orderId)) {
        Agent back = agent.givenBack();
        units.add(back.heldUnit());
        changes.add(back);
      }
    }
    return new Holding<>(units, changes);
  }

  /** An agent takes trips from now on. */
  public SupplyDecision<Agent> online(String zoneId, String agentId, long nowMillis, long offset) {
    Agent agent =
        view.agent(zoneId, agentId)
            .orElseGet(() -> new Agent(zoneId, agentId, false, Optional.empty(), 0, 0, -1));
    return agent.online()
        ? SupplyDecision.ignored()
        : SupplyDecision.changing(List.of(agent.cameOnline(nowMillis, offset)));
  }

  /**
   * An agent takes no more trips. Held for an order, the agent is replaced by another free one,
   * since nobody was told; if there is none the reservation is lost. Assigned, the agent is
   * expected to finish the trip.
   */
  public SupplyDecision<Agent> offline(String zoneId, String agentId, long nowMillis, long offset) {
    Optional<Agent> known = view.agent(zoneId, agentId).filter(Agent::online);
    if (known.isEmpty()) {
      return SupplyDecision.ignored();
    }
    Agent agent = known.get();
    Optional<Reservation> held =
        agent.orderId().flatMap(orderId -> view.openReservation(zoneId, orderId));
    Agent off = agent.wentOffline(offset);
    if (held.isEmpty()) {
      return SupplyDecision.changing(List.of(off));
    }
    Agent gone = off.withoutOrder(agent.idleSinceMillis(), offset);
    return view.longestIdle(zoneId)
        .map(free -> replaced(gone, free.taken(held.get().orderId()), held.get()))
        .orElseGet(() -> lost(gone, held.get()));
  }

  /** An agent has delivered an order and is free again. */
  public SupplyDecision<Agent> completed(
      String zoneId, String agentId, String orderId, long nowMillis, long offset) {
    return view.agent(zoneId, agentId)
        .filter(agent -> agent.isWith(orderId))
        // Only held: nobody was told of the trip, so it cannot have been made.
        .filter(agent -> view.openReservation(zoneId, orderId).isEmpty())
        .map(agent -> SupplyDecision.changing(List.of(agent.withoutOrder(nowMillis, offset))))
        .orElseGet(SupplyDecision::ignored);
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
                "the agent went offline and nobody else was free",
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
