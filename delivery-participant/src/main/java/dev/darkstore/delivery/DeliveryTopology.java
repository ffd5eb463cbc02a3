package dev.darkstore.delivery;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.runtime.participant.OwnMessages;
import dev.darkstore.runtime.participant.ParticipantDefinition;
import dev.darkstore.runtime.participant.ParticipantTopology;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.Topic;
import java.util.Optional;

/** Topology of delivery: a participant whose resource is agents. */
public final class DeliveryTopology {
  /** Delivery as a participant. */
  public static final ParticipantDefinition<AgentUpdate, Agent> DEFINITION =
      new ParticipantDefinition<>(
          BranchName.DELIVERY,
          (key, value, origin) -> ClientRecords.agentUpdate(key, value),
          Optional.of(
              new OwnMessages(
                  Topic.AGENT_MOVES,
                  (key, value, origin) -> AgentMoves.read(key, value),
                  DirectoryStore.NAME)),
          AgentStore::new);

  private DeliveryTopology() {}

  /** Builds the topology with these settings. */
  public static ServiceTopology build(TopologySettings settings) {
    return ParticipantTopology.build(DEFINITION, settings);
  }
}
