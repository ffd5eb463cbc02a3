package dev.darkstore.model;

import dev.darkstore.planted.AgentSupply;
import dev.darkstore.planted.Decisions;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.SupplyDecision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Delivery's inventory: the units are agents. */
enum AgentInventory implements Inventory<Agent> {
  INSTANCE;

  /** Returns a zone whose agents are all online and free. */
  static Site<Agent> zone(String zoneId, List<String> orderIds, List<String> agents) {
    return new Site<>(
        INSTANCE,
        0,
        orderIds.stream().map(orderId -> Reservation.unknown(zoneId, orderId, 0)).toList(),
        agents.stream()
            .map(agent -> new Agent(zoneId, agent, true, Optional.empty(), 0, 0, -1))
            .toList(),
        orderIds.stream().map(orderId -> false).toList(),
        orderIds.stream().map(orderId -> false).toList(),
        List.of());
  }

  @Override
  public ParticipantDecisions<Agent> participant(Decisions decisions, Site<Agent> site) {
    return decisions.delivery(new View(site));
  }

  @Override
  public Optional<Supplied<Agent>> supply(Decisions decisions, Site<Agent> site, Step step) {
    AgentSupply supply = decisions.agentSupply(new View(site));
    return switch (step.kind()) {
      case OFFLINE -> offline(supply, site, site.units().get(step.number()));
      case ONLINE -> online(supply, site, site.units().get(step.number()));
      case DELIVERED -> delivered(supply, site, step.order());
      default -> throw new IllegalArgumentException("no supply of agents: " + step);
    };
  }

  private static Optional<Supplied<Agent>> offline(
      AgentSupply supply, Site<Agent> site, Agent agent) {
    return agent.online()
        ? Optional.of(supplied(site, supply.offline(agent.zoneId(), agent.agentId(), 0)))
        : Optional.empty();
  }

  private static Optional<Supplied<Agent>> online(
      AgentSupply supply, Site<Agent> site, Agent agent) {
    return agent.online()
        ? Optional.empty()
        : Optional.of(
            supplied(site, supply.online(agent.zoneId(), agent.agentId(), site.nowMillis(), 0)));
  }

  private static Optional<Supplied<Agent>> delivered(
      AgentSupply supply, Site<Agent> site, int order) {
    Reservation reservation = site.reservations().get(order);
    if (!reservation.status().isAssigned() || site.done().get(order)) {
      return Optional.empty();
    }
    String agentId = reservation.holding().get(0).unit();
    List<Boolean> done = new ArrayList<>(site.done());
    done.set(order, true);
    return Optional.of(
        new Supplied<>(
            supply.completed(
                reservation.key(), agentId, reservation.orderId(), site.nowMillis(), 0),
            site.supplied(),
            done));
  }

  /** Grants an agent at once: the world has one zone, so no other zone must yield. */
  private static Supplied<Agent> supplied(Site<Agent> site, SupplyDecision<Agent> decision) {
    return new Supplied<>(
        new SupplyDecision<>(
            decision.changes().stream().map(AgentInventory::entered).toList(),
            decision.reservations(),
            decision.refusal()),
        site.supplied(),
        site.done());
  }

  private static Agent entered(Agent agent) {
    return new Agent(
        agent.zoneId(),
        agent.agentId(),
        agent.online(),
        agent.trip(),
        agent.idleSinceMillis(),
        agent.change(),
        agent.supplyOffset());
  }

  @Override
  public List<Step> supplySteps(Site<Agent> site, int branch) {
    List<Step> steps = new ArrayList<>();
    for (int agent = 0; agent < site.units().size(); agent++) {
      steps.add(new Step(Step.Kind.OFFLINE, -1, branch, agent));
      steps.add(new Step(Step.Kind.ONLINE, -1, branch, agent));
    }
    for (int order = 0; order < site.reservations().size(); order++) {
      steps.add(new Step(Step.Kind.DELIVERED, order, branch, -1));
    }
    return steps;
  }

  @Override
  public List<List<HeldUnit>> holdings(Site<Agent> site, Order order) {
    return site.units().stream()
        .map(agent -> List.of(new HeldUnit(agent.agentId(), 1, 0, -1, 0)))
        .toList();
  }

  @Override
  public boolean isSameUnit(Agent one, Agent other) {
    return one.agentId().equals(other.agentId());
  }

  @Override
  public Optional<String> orderOf(Agent unit) {
    return unit.orderId();
  }

  @Override
  public Agent renamed(Agent unit, UnaryOperator<String> ids) {
    return new Agent(
        unit.zoneId(),
        unit.agentId(),
        unit.online(),
        unit.trip()
            .map(
                trip ->
                    new Agent.Trip(
                        ids.apply(trip.orderId()), trip.transactionId(), trip.delivered())),
        unit.idleSinceMillis(),
        unit.change(),
        unit.supplyOffset());
  }

  @Override
  public String name(Agent unit) {
    return unit.agentId();
  }

  @Override
  public String describe(Agent unit) {
    return unit.agentId()
        + (unit.online() ? "" : " offline")
        + unit.orderId().map(order -> " with " + order).orElse(unit.isFree() ? " free" : "");
  }

  @Override
  public String summary(Agent unit) {
    return unit.agentId()
        + (unit.online() ? " online" : " offline")
        + (unit.orderId().isPresent() ? " with an order" : "");
  }

  @Override
  public Optional<Violation> broken(Site<Agent> site) {
    for (Agent agent : site.units()) {
      List<String> orders = ordersOf(site, agent);
      if (orders.size() > 1) {
        return Optional.of(
            new Violation(Invariant.AGENTS, agent.agentId() + " has the orders " + orders));
      }
    }
    return Optional.empty();
  }

  private static List<String> ordersOf(Site<Agent> site, Agent agent) {
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < site.reservations().size(); i++) {
      Reservation reservation = site.reservations().get(i);
      if (!site.done().get(i)
          && reservation.holding().stream().anyMatch(h -> h.unit().equals(agent.agentId()))) {
        orders.add(reservation.orderId());
      }
    }
    return orders;
  }

  /** Keeps the order of the idle times, all of them in the past. */
  @Override
  public List<Agent> normal(Site<Agent> site) {
    List<Long> stamps =
        site.units().stream()
            .map(Agent::idleSinceMillis)
            .distinct()
            .sorted(Comparator.reverseOrder())
            .toList();
    return site.units().stream()
        .map(
            agent ->
                new Agent(
                    agent.zoneId(),
                    agent.agentId(),
                    agent.online(),
                    agent.trip(),
                    -1 - stamps.indexOf(agent.idleSinceMillis()),
                    0,
                    -1))
        .toList();
  }

  /** View of a site's agents for delivery's decisions. */
  private record View(Site<Agent> site) implements AgentsView {
    @Override
    public Optional<Agent> agent(String zoneId, String agentId) {
      return site.units().stream().filter(agent -> agent.agentId().equals(agentId)).findFirst();
    }

    @Override
    public Optional<Agent> longestIdle(String zoneId) {
      return site.units().stream()
          .filter(Agent::isFree)
          .min(Comparator.comparingLong(Agent::idleSinceMillis).thenComparing(Agent::agentId));
    }

    @Override
    public Optional<Reservation> openReservation(Agent agent) {
      return site.reservations().stream()
          .filter(reservation -> agent.orderId().equals(Optional.of(reservation.orderId())))
          .filter(reservation -> reservation.status().isOpen())
          .findFirst();
    }
  }
}
