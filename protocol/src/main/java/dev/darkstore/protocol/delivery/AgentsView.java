package dev.darkstore.protocol.delivery;

import dev.darkstore.protocol.participant.Reservation;
import java.util.Optional;

/** View of the agents that delivery's decisions read. */
public interface AgentsView {
  /** Returns the agent in the zone; empty if never seen there. */
  Optional<Agent> agent(String zoneId, String agentId);

  /**
   * Returns the free agent of the zone who has been idle longest; of two equals, the one with the
   * lesser id.
   */
  Optional<Agent> longestIdle(String zoneId);

  /**
   * Returns the reservation that has the agent, while it is RESERVED or ASSIGNED; otherwise empty.
   */
  Optional<Reservation> openReservation(Agent agent);
}
