package dev.darkstore.protocol.delivery;

import dev.darkstore.protocol.delivery.Agent.Presence;
import dev.darkstore.protocol.delivery.Agent.Stay;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Consequence of a change of an agent for the directory and for readers of the log, independent of
 * the cause of the change.
 *
 * @param movement movement of the agent, if any
 * @param messages messages to the directory, in this order
 */
public record Passage(Optional<Movement> movement, List<AgentMove> messages) {
  private static final Passage NONE = new Passage(Optional.empty(), List.of());

  /** Movement of an agent that no supply record reports. */
  public enum Movement {
    /** The zone has the agent from now on. */
    ENTERED,
    /** The agent leaves when the assigned trip is over. */
    LEAVING,
    /** The zone does not have the agent any more, or does not wait for the agent. */
    LEFT
  }

  public Passage {
    Objects.requireNonNull(movement, "movement");
    messages = List.copyOf(messages);
  }

  /**
   * Returns the consequences of a change.
   *
   * @param before the agent before; empty if the zone did not know the agent
   */
  public static Passage between(Optional<Agent> before, Agent after) {
    Stay was = before.map(Agent::stay).orElseGet(() -> new Stay(Presence.AWAY, Stay.UNCLAIMED));
    Stay is = after.stay();
    if (was.equals(is)) {
      return NONE;
    }
    List<AgentMove> messages = new ArrayList<>();
    boolean hasLeft =
        (was.presence() != Presence.AWAY && is.presence() == Presence.AWAY)
            || (was.isOwned() && is.presence() == Presence.ENTERING);
    if (hasLeft && was.claim() != Stay.UNCLAIMED) {
      messages.add(new AgentMove.Yield(after.agentId(), after.zoneId(), was.claim()));
    }
    if (is.claim() != was.claim() && is.presence() != Presence.AWAY) {
      messages.add(new AgentMove.Claim(after.agentId(), after.zoneId(), is.claim()));
    }
    return new Passage(movement(was, is, hasLeft), messages);
  }

  private static Optional<Movement> movement(Stay was, Stay is, boolean hasLeft) {
    if (hasLeft) {
      return Optional.of(Movement.LEFT);
    }
    if (is.presence() == Presence.LEAVING) {
      return Optional.of(Movement.LEAVING);
    }
    return was.presence() == Presence.ENTERING && is.presence() == Presence.HERE
        ? Optional.of(Movement.ENTERED)
        : Optional.empty();
  }
}
