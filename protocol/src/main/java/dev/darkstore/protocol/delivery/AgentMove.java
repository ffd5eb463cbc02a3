package dev.darkstore.protocol.delivery;

import java.util.Objects;

/**
 * Message between a zone and the directory of an agent. Any of them may come late, twice or out of
 * order.
 */
public sealed interface AgentMove {
  /** Returns the agent's id. */
  String agentId();

  /** Returns the zone that claims, has or had the agent. */
  String zoneId();

  /** Returns the number of the zone's claim. */
  long claim();

  /** Returns the key of the addressee: the agent's id for the directory, otherwise the zone. */
  String addressee();

  /** Claim of a zone to have the agent. */
  record Claim(String agentId, String zoneId, long claim) implements AgentMove {
    public Claim {
      Objects.requireNonNull(agentId, "agentId");
      Objects.requireNonNull(zoneId, "zoneId");
    }

    @Override
    public String addressee() {
      return agentId;
    }
  }

  /** Notice that the zone has the agent from now on. */
  record Grant(String agentId, String zoneId, long claim) implements AgentMove {
    public Grant {
      Objects.requireNonNull(agentId, "agentId");
      Objects.requireNonNull(zoneId, "zoneId");
    }

    @Override
    public String addressee() {
      return zoneId;
    }
  }

  /** Request that the zone yields the agent as soon as no order is assigned. */
  record Recall(String agentId, String zoneId, long claim) implements AgentMove {
    public Recall {
      Objects.requireNonNull(agentId, "agentId");
      Objects.requireNonNull(zoneId, "zoneId");
    }

    @Override
    public String addressee() {
      return zoneId;
    }
  }

  /** Notice that the zone does not have the agent under this claim, and never will again. */
  record Yield(String agentId, String zoneId, long claim) implements AgentMove {
    public Yield {
      Objects.requireNonNull(agentId, "agentId");
      Objects.requireNonNull(zoneId, "zoneId");
    }

    @Override
    public String addressee() {
      return agentId;
    }
  }
}
