package dev.darkstore.delivery;

import dev.darkstore.protocol.delivery.AgentMove;
import dev.darkstore.protocol.delivery.AgentPlace;
import dev.darkstore.protocol.delivery.AgentPlace.ZoneClaim;
import dev.darkstore.protocol.delivery.Directory;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.state.StateSerde;
import dev.darkstore.state.AgentPlaceState;
import dev.darkstore.state.ZoneClaimState;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/** Directory of the agents whose ids belong to one task's partition. */
final class DirectoryStore {
  /** Name of the store. */
  static final String NAME = "agent-places";

  private static final StateSerde<AgentPlaceState, AgentPlace> SERDE =
      new StateSerde<>(AgentPlaceState.class, DirectoryStore::toState, DirectoryStore::fromState);

  private final OpenStore<AgentPlace> places;

  DirectoryStore(KeyValueStore<String, byte[]> store) {
    this.places = new OpenStore<>(store, SERDE);
  }

  /** Applies a message to the directory; returns the resulting messages to zones. */
  List<AgentMove> receive(AgentMove move) {
    AgentPlace before =
        places.get(move.agentId()).orElseGet(() -> AgentPlace.unknown(move.agentId()));
    Directory.Decision decision = Directory.decide(before, move);
    if (!decision.next().equals(before)) {
      places.put(move.agentId(), decision.next());
    }
    return decision.messages();
  }

  /** Writes the changes since the last commit; to be called before each commit. */
  void handOver() {
    places.handOver();
  }

  private static AgentPlaceState toState(AgentPlace place) {
    return new AgentPlaceState(
        place.latest().stream().map(DirectoryStore::toState).toList(),
        place.owner().map(DirectoryStore::toState).orElse(null),
        place.waiting().map(DirectoryStore::toState).orElse(null));
  }

  private static ZoneClaimState toState(ZoneClaim claim) {
    return new ZoneClaimState(claim.zoneId(), claim.claim());
  }

  private static AgentPlace fromState(String agentId, AgentPlaceState state) {
    return new AgentPlace(
        agentId,
        state.getZones().stream().map(DirectoryStore::fromState).toList(),
        Optional.ofNullable(state.getOwner()).map(DirectoryStore::fromState),
        Optional.ofNullable(state.getWaiting()).map(DirectoryStore::fromState));
  }

  private static ZoneClaim fromState(ZoneClaimState state) {
    return new ZoneClaim(state.getZoneId(), state.getClaim());
  }
}
