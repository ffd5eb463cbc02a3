package dev.darkstore.model.zones;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.Agent.Presence;
import dev.darkstore.protocol.delivery.AgentMove;
import dev.darkstore.protocol.delivery.AgentPlace;
import dev.darkstore.protocol.delivery.AgentPlace.ZoneClaim;
import dev.darkstore.protocol.delivery.Agents;
import dev.darkstore.protocol.delivery.Directory;
import dev.darkstore.protocol.delivery.Passage;
import dev.darkstore.protocol.delivery.Zone;
import dev.darkstore.protocol.participant.Participant;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.protocol.participant.SupplyDecision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * World of one agent, the directory and some zones, in every reachable state: messages between them
 * arrive in any order, and some arrive twice.
 *
 * @param rules decisions under test
 * @param place directory entry of the agent
 * @param zones state of each zone
 * @param sent messages in flight, sorted, since their sequence has no meaning
 * @param last claim that the directory accepted last
 * @param updates number of further updates from the agent's app
 * @param orders number of further orders
 * @param repeats number of further messages that may arrive twice
 * @param losses number of further losses of a zone's state
 * @param drops number of further messages that may be lost
 */
record ZonesWorld(
    Rules rules,
    AgentPlace place,
    List<Side> zones,
    List<AgentMove> sent,
    Optional<ZoneClaim> last,
    int updates,
    int orders,
    int repeats,
    int losses,
    int drops) {
  private static final String AGENT = "Asha";
  private static final Comparator<AgentMove> BY_TEXT = Comparator.comparing(AgentMove::toString);

  /** Decisions that a test can replace with defective ones. */
  interface Rules {
    default Directory.Decision directory(AgentPlace place, AgentMove move) {
      return Directory.decide(place, move);
    }

    default Optional<SupplyDecision<Agent>> granted(Agents agents, AgentMove.Grant grant) {
      return agents.granted(grant, 0);
    }

    default Optional<SupplyDecision<Agent>> recalled(Agents agents, AgentMove.Recall recall) {
      return agents.recalled(recall);
    }

    default SupplyDecision<Agent> online(Agents agents, String zoneId, long offset) {
      return agents.online(zoneId, AGENT, 0, offset);
    }
  }

  /**
   * State of one zone.
   *
   * @param wanted true if the app's latest update was online
   */
  record Side(String zoneId, Optional<Agent> agent, Reservation order, boolean wanted) {
    boolean isOwner() {
      return agent.filter(known -> known.stay().isOwned()).isPresent();
    }

    boolean isIn(Presence presence) {
      return agent.map(known -> known.stay().presence()).orElse(Presence.AWAY) == presence;
    }

    boolean hasOrder() {
      return agent.filter(known -> known.trip().isPresent()).isPresent();
    }

    Agents agents() {
      return new Agents(
          new Zone(
              agent.stream().toList(),
              order.status() == ReservationStatus.UNKNOWN ? List.of() : List.of(order)));
    }
  }

  static ZonesWorld of(
      Rules rules, int zones, int updates, int orders, int repeats, int losses, int drops) {
    return new ZonesWorld(
        rules,
        AgentPlace.unknown(AGENT),
        IntStream.range(0, zones)
            .mapToObj(i -> new Side("z-" + i, Optional.empty(), none("z-" + i), false))
            .toList(),
        List.of(),
        Optional.empty(),
        updates,
        orders,
        repeats,
        losses,
        drops);
  }

  private static Reservation none(String zoneId) {
    return Reservation.unknown(zoneId, "order-" + zoneId, 1);
  }

  /** Returns every world that one step leads to. */
  List<ZonesWorld> next() {
    List<ZonesWorld> worlds = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (i > 0 && sent.get(i).equals(sent.get(i - 1))) {
        continue;
      }
      worlds.add(without(i).deliver(sent.get(i)));
      if (drops > 0) {
        ZonesWorld dropped = without(i);
        worlds.add(
            new ZonesWorld(
                rules,
                place,
                zones,
                dropped.sent(),
                last,
                updates,
                orders,
                repeats,
                losses,
                drops - 1));
      }
      if (repeats > 0) {
        worlds.add(with(sent, repeats - 1).deliver(sent.get(i)));
      }
    }
    for (Side zone : zones) {
      if (updates > 0) {
        worlds.add(spoken(zone, true));
        if (zone.agent().isPresent()) {
          worlds.add(spoken(zone, false));
        }
      }
      worlds.addAll(ordered(zone));
      if (losses > 0 && zone.agent().isPresent() && !zone.hasOrder()) {
        worlds.add(lost(zone));
      }
    }
    return worlds;
  }

  private ZonesWorld lost(Side zone) {
    Side empty = new Side(zone.zoneId(), Optional.empty(), none(zone.zoneId()), false);
    return new ZonesWorld(
        rules, place, replaced(empty), sent, last, updates, orders, repeats, losses - 1, drops);
  }

  private List<Side> replaced(Side after) {
    return zones.stream().map(side -> side.zoneId().equals(after.zoneId()) ? after : side).toList();
  }

  private ZonesWorld spoken(Side zone, boolean online) {
    // Every record of a zone has a greater offset than the one before.
    long offset = 100 - updates;
    SupplyDecision<Agent> decision =
        online
            ? rules.online(zone.agents(), zone.zoneId(), offset)
            : zone.agents().offline(zone.zoneId(), AGENT, offset);
    Side heard = new Side(zone.zoneId(), zone.agent(), zone.order(), online);
    return new ZonesWorld(
            rules, place, zones, sent, last, updates - 1, orders, repeats, losses, drops)
        .applied(heard, decision);
  }

  private List<ZonesWorld> ordered(Side zone) {
    List<ZonesWorld> worlds = new ArrayList<>();
    switch (zone.order().status()) {
      case UNKNOWN -> {
        if (orders > 0 && zone.agent().filter(Agent::isFree).isPresent()) {
          Order order =
              new Order(
                  zone.order().orderId(), "c", "s", zone.zoneId(), List.of(new OrderLine("k", 1)));
          worlds.add(
              new ZonesWorld(
                      rules, place, zones, sent, last, updates, orders - 1, repeats, losses, drops)
                  .commanded(zone, new BranchCommand.Reserve(order, 1_000, false)));
        }
      }
      case RESERVED -> {
        worlds.add(commanded(zone, new BranchCommand.Commit(1)));
        worlds.add(commanded(zone, new BranchCommand.Release(1)));
      }
      case ASSIGNED -> {
        worlds.add(commanded(zone, new BranchCommand.Settle()));
        worlds.add(commanded(zone, new BranchCommand.Release(1)));
        worlds.add(completed(zone));
      }
      case SETTLED -> worlds.add(completed(zone));
      case RELEASED, EXPIRED, REFUSED -> throw new IllegalStateException("an order is kept");
    }
    return worlds;
  }

  private ZonesWorld completed(Side zone) {
    if (zone.agent().orElseThrow().trip().filter(trip -> !trip.delivered()).isEmpty()) {
      return this;
    }
    return applied(
        zone,
        zone.agents()
            .completed(
                zone.zoneId(),
                AGENT,
                zone.order().orderId(),
                0,
                zone.agent().orElseThrow().supplyOffset()));
  }

  private ZonesWorld commanded(Side zone, BranchCommand command) {
    ParticipantDecision<Agent> decision =
        new Participant<>(zone.agents()).decide(zone.order(), command, 0);
    return changed(zone, decision.changes(), decision.next(), List.of());
  }

  private ZonesWorld applied(Side zone, SupplyDecision<Agent> decision) {
    // There is one agent, so a hold whose agent leaves is lost.
    Reservation after = decision.reservations().isEmpty() ? zone.order() : none(zone.zoneId());
    return changed(zone, decision.changes(), after, List.of());
  }

  private ZonesWorld changed(
      Side zone, List<Agent> changes, Reservation order, List<AgentMove> replies) {
    List<AgentMove> more = new ArrayList<>(replies);
    Optional<Agent> agent = zone.agent();
    for (Agent change : changes) {
      more.addAll(Passage.between(agent, change).messages());
      agent = Optional.of(plain(change));
    }
    boolean isOver =
        order.status() == ReservationStatus.RELEASED
            || (order.status() == ReservationStatus.SETTLED
                && agent.filter(known -> known.trip().isPresent()).isEmpty());
    Side after =
        new Side(zone.zoneId(), agent, isOver ? none(zone.zoneId()) : order, zone.wanted());
    return new ZonesWorld(
        rules, place, replaced(after), plus(more), last, updates, orders, repeats, losses, drops);
  }

  private ZonesWorld deliver(AgentMove move) {
    if (move.addressee().equals(AGENT)) {
      Directory.Decision decision = rules.directory(place, move);
      boolean isTakenUp = move instanceof AgentMove.Claim && !decision.next().equals(place);
      return new ZonesWorld(
          rules,
          decision.next(),
          zones,
          plus(decision.messages()),
          isTakenUp ? Optional.of(new ZoneClaim(move.zoneId(), move.claim())) : last,
          updates,
          orders,
          repeats,
          losses,
          drops);
    }
    Side zone =
        zones.stream()
            .filter(side -> side.zoneId().equals(move.zoneId()))
            .findFirst()
            .orElseThrow();
    Optional<SupplyDecision<Agent>> decision =
        move instanceof AgentMove.Grant grant
            ? rules.granted(zone.agents(), grant)
            : rules.recalled(zone.agents(), (AgentMove.Recall) move);
    return decision
        .map(follows -> applied(zone, follows))
        .orElseGet(
            () ->
                changed(
                    zone,
                    List.of(),
                    zone.order(),
                    List.of(new AgentMove.Yield(AGENT, move.zoneId(), move.claim()))));
  }

  /** Returns the world after every message in flight has arrived. */
  private ZonesWorld atRest() {
    ZonesWorld world = this;
    while (!world.sent().isEmpty()) {
      world = world.without(0).deliver(world.sent().get(0));
    }
    return world;
  }

  private Side zone(String zoneId) {
    return zones.stream().filter(side -> side.zoneId().equals(zoneId)).findFirst().orElseThrow();
  }

  /**
   * Returns the violation in this world, if any.
   *
   * @param isLossy true if messages may have been lost: then an agent may be between zones until
   *     the app sends another update
   */
  Optional<String> broken(boolean isLossy) {
    if (zones.stream().filter(Side::isOwner).count() > 1) {
      return Optional.of("two zones have the agent");
    }
    if (zones.stream().filter(Side::hasOrder).count() > 1) {
      return Optional.of("the agent has two orders");
    }
    if (!sent.isEmpty() || zones.stream().anyMatch(Side::hasOrder)) {
      return Optional.empty();
    }
    for (Side zone : zones) {
      if (!zone.isOwner() && !spoken(zone, true).atRest().zone(zone.zoneId()).isOwner()) {
        return Optional.of("a repeated AgentOnline does not get the agent");
      }
    }
    if (isLossy) {
      return Optional.empty();
    }
    if (place.waiting().isPresent()
        || zones.stream().anyMatch(z -> z.isIn(Presence.ENTERING) || z.isIn(Presence.LEAVING))) {
      return Optional.of("the agent never arrives in a zone");
    }
    Optional<String> owner = zones.stream().filter(Side::isOwner).map(Side::zoneId).findFirst();
    if (!owner.equals(place.owner().map(ZoneClaim::zoneId).filter(this::isKnown))) {
      return Optional.of("the directory and the zones disagree");
    }
    Optional<String> lastClaimant =
        last.map(ZoneClaim::zoneId)
            .filter(
                id -> zones.stream().anyMatch(side -> side.zoneId().equals(id) && side.wanted()));
    return lastClaimant.isEmpty() || lastClaimant.equals(owner)
        ? Optional.empty()
        : Optional.of("the last claimant does not have the agent");
  }

  private boolean isKnown(String zoneId) {
    return zones.stream()
        .anyMatch(side -> side.zoneId().equals(zoneId) && side.agent().isPresent());
  }

  private ZonesWorld without(int message) {
    List<AgentMove> left = new ArrayList<>(sent);
    left.remove(message);
    return with(left, repeats);
  }

  private ZonesWorld with(List<AgentMove> messages, int repeatsLeft) {
    return new ZonesWorld(
        rules, place, zones, messages, last, updates, orders, repeatsLeft, losses, drops);
  }

  private List<AgentMove> plus(List<AgentMove> more) {
    List<AgentMove> all = new ArrayList<>(sent);
    all.addAll(more);
    all.sort(BY_TEXT);
    return List.copyOf(all);
  }

  /** Returns the agent without the fields that decide nothing here. */
  private static Agent plain(Agent agent) {
    return new Agent(
        agent.zoneId(),
        agent.agentId(),
        agent.online(),
        agent.stay(),
        agent.trip(),
        0,
        0,
        agent.supplyOffset());
  }

  /**
   * Explores all reachable worlds; returns their number, or fails with the path to the violation.
   */
  static int explore(ZonesWorld first, Function<List<ZonesWorld>, RuntimeException> failure) {
    Map<ZonesWorld, ZonesWorld> cameFrom = new HashMap<>();
    Deque<ZonesWorld> open = new ArrayDeque<>();
    cameFrom.put(first, first);
    open.add(first);
    while (!open.isEmpty()) {
      ZonesWorld world = open.poll();
      if (world.broken(first.drops() > 0).isPresent()) {
        List<ZonesWorld> way = new ArrayList<>();
        for (ZonesWorld at = world; at != first; at = cameFrom.get(at)) {
          way.add(0, at);
        }
        throw failure.apply(way);
      }
      for (ZonesWorld next : world.next()) {
        if (cameFrom.putIfAbsent(next, world) == null) {
          open.add(next);
        }
      }
    }
    return cameFrom.size();
  }
}
