package dev.darkstore.protocol.delivery;

import dev.darkstore.protocol.participant.Reservation;
import java.util.Optional;

/** View of the agents that delivery's decisions read. */
public interface AgentsView {
  /** The agent in the zone; empty if never seen there. */
  Optional<Agent> agent(String zoneId, String agentId);

  /**
   * Returns the free agent of the zone who has been idle longest; of two equals, the one with the
   * lesser id.
   */
  Optional<Agent> longestIdle(String zoneId);

  /** The reservation that has the agent, while it is RESERVED or ASSIGNED; else empty. */
  Optional<Reservation> openReservation(Agent agent);
}
