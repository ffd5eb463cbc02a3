package dev.darkstore.protocol.delivery;

import java.util.Objects;

/**
 * Message between a zone and the directory of an agent. Any of them may come late, twice or out of
 * order.
 */
public sealed interface AgentMove {
  /** The agent. */
  String agentId();

  /** The zone that claims, has or had the agent. */
  String zoneId();

  /** Number of the zone's claim. */
  long claim();

  /** Returns the key of whoever is to read it: the agent for the directory, or the zone. */
  String addressee();

  /** The zone asks to have the agent. */
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

  /** The zone has the agent from now on. */
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

  /** The zone is to yield the agent as soon as no order is assigned. */
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

  /** The zone does not have the agent under this claim, and never will again. */
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
