package dev.darkstore.delivery;

import dev.darkstore.events.AgentMovement;
import dev.darkstore.events.ClaimAgent;
import dev.darkstore.events.GrantAgent;
import dev.darkstore.events.RecallAgent;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.events.YieldAgent;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.AgentMove;
import dev.darkstore.protocol.delivery.Passage;
import dev.darkstore.runtime.participant.TaskPort;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.ServiceRecords;
import dev.darkstore.schemas.UnreadableRecordException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Mapping of the messages between zones and directory, and of movements published to readers. */
final class AgentMoves {
  private final TaskPort port;

  AgentMoves(TaskPort port) {
    this.port = port;
  }

  /** Decodes a record of {@code agent-moves}. */
  static AgentMove read(byte[] key, byte[] value) throws UnreadableRecordException {
    dev.darkstore.events.AgentMove wire = ServiceRecords.agentMove(key, value);
    String agentId = wire.getAgentId();
    String zoneId = wire.getZoneId();
    Object body = wire.getBody();
    if (body instanceof ClaimAgent) {
      return new AgentMove.Claim(agentId, zoneId, wire.getClaim());
    }
    if (body instanceof GrantAgent) {
      return new AgentMove.Grant(agentId, zoneId, wire.getClaim());
    }
    if (body instanceof RecallAgent) {
      return new AgentMove.Recall(agentId, zoneId, wire.getClaim());
    }
    if (body instanceof YieldAgent) {
      return new AgentMove.Yield(agentId, zoneId, wire.getClaim());
    }
    throw new IllegalStateException("unhandled move " + body.getClass());
  }

  void send(AgentMove move) {
    SpecificRecord body = body(move);
    port.send(
        move.addressee(),
        EventCodec.AGENT_MOVES.encode(
            new dev.darkstore.events.AgentMove(
                move.addressee(),
                move.agentId(),
                move.zoneId(),
                move.claim(),
                Instant.ofEpochMilli(port.nowMillis()),
                body)),
        body);
  }

  void announce(Passage.Movement movement, Agent agent, UnitBalance balance) {
    SupplyApplied body = new SupplyApplied(List.of(balance));
    port.announce(
        agent.zoneId(),
        EventCodec.SUPPLY_EVENTS.encode(
            new SupplyEvent(
                agent.zoneId(),
                agent.supplyOffset(),
                null,
                Instant.ofEpochMilli(port.nowMillis()),
                body,
                switch (movement) {
                  case ENTERED -> AgentMovement.ENTERED;
                  case LEAVING -> AgentMovement.LEAVING;
                  case LEFT -> AgentMovement.LEFT;
                })),
        body);
  }

  private static SpecificRecord body(AgentMove move) {
    if (move instanceof AgentMove.Claim) {
      return new ClaimAgent();
    }
    if (move instanceof AgentMove.Grant) {
      return new GrantAgent();
    }
    if (move instanceof AgentMove.Recall) {
      return new RecallAgent();
    }
    if (move instanceof AgentMove.Yield) {
      return new YieldAgent();
    }
    throw new IllegalStateException("unhandled move " + move);
  }
}
