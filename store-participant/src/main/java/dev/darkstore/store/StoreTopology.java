package dev.darkstore.store;

import dev.darkstore.events.StockUpdate;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.runtime.participant.ParticipantDefinition;
import dev.darkstore.runtime.participant.ParticipantTopology;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.ClientRecords;
import java.util.Optional;

/** Topology of the store: a participant whose resource is stock. */
public final class StoreTopology {
  /** The store as a participant. */
  public static final ParticipantDefinition<StockUpdate, SkuStock> DEFINITION =
      new ParticipantDefinition<>(
          BranchName.STORE,
          (key, value, origin) -> ClientRecords.stockUpdate(key, value),
          Optional.empty(),
          (units, reservations, port) -> new StockStore(units, reservations));

  private StoreTopology() {}

  /** Builds the topology with these settings. */
  public static ServiceTopology build(TopologySettings settings) {
    return ParticipantTopology.build(DEFINITION, settings);
  }
}
