package dev.darkstore.conformance;

import dev.darkstore.conformance.participant.ParticipantWire;
import dev.darkstore.conformance.wire.TopologyWire;
import dev.darkstore.planted.Decisions;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.simulator.PlantedTopologies;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.Topologies;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;

/** The two participants of this project, sound or with planted decisions, under a test driver. */
final class Participants {
  private Participants() {}

  static TopologyWire sound(ServiceKind service) {
    return ParticipantWire.start(branch(service), topology(service, Topologies.PRODUCTION));
  }

  /** Returns a store that writes no votes. */
  static TopologyWire withoutVotes() {
    return ParticipantWire.startWithoutVotes(
        BranchName.STORE, topology(ServiceKind.STORE, Topologies.PRODUCTION));
  }

  static TopologyWire planted(Decisions decisions, boolean timersRing) {
    return ParticipantWire.start(
        BranchName.STORE,
        topology(ServiceKind.STORE, new PlantedTopologies(decisions, timersRing)));
  }

  private static Function<TopologySettings, Topology> topology(
      ServiceKind service, Topologies topologies) {
    return settings -> topologies.build(service, CoordinatorTiming.DEFAULTS, settings);
  }

  private static BranchName branch(ServiceKind service) {
    return service == ServiceKind.STORE ? BranchName.STORE : BranchName.DELIVERY;
  }
}
