package dev.darkstore.protocol.delivery;

import dev.darkstore.protocol.participant.Reservation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** State of one zone. */
public record Zone(List<Agent> agents, List<Reservation> reservations) implements AgentsView {
  public static final String ZONE = "zone-1";

  @Override
  public Optional<Agent> agent(String zoneId, String agentId) {
    return agents.stream()
        .filter(agent -> agent.zoneId().equals(zoneId) && agent.agentId().equals(agentId))
        .findFirst();
  }

  @Override
  public Optional<Agent> longestIdle(String zoneId) {
    return agents.stream()
        .filter(agent -> agent.zoneId().equals(zoneId) && agent.isFree())
        .min(Comparator.comparingLong(Agent::idleSinceMillis).thenComparing(Agent::agentId));
  }

  @Override
  public Optional<Reservation> openReservation(Agent agent) {
    return reservations.stream()
        .filter(agent::isWith)
        .filter(reservation -> reservation.status().isOpen())
        .findFirst();
  }
}
