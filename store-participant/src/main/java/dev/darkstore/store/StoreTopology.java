package dev.darkstore.store;

import dev.darkstore.events.StockUpdate;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.runtime.participant.ParticipantDefinition;
import dev.darkstore.runtime.participant.ParticipantTopology;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.Topic;
import java.util.Optional;

/** Topology of the store: a participant whose resource is stock. */
public final class StoreTopology {
  /** The store as a participant. */
  public static final ParticipantDefinition<StockUpdate, SkuStock> DEFINITION =
      new ParticipantDefinition<>(
          Topic.STORE_COMMANDS,
          Topic.STORE_RELEASES,
          Topic.STORE_VOTES,
          Topic.STORE_EVENTS,
          Topic.STOCK_UPDATES,
          Topic.STOCK_EVENTS,
          (key, value, origin) -> ClientRecords.stockUpdate(key, value),
          Optional.empty(),
          (units, reservations, port) -> new StockStore(units, reservations));

  private StoreTopology() {}

  /** Builds the topology with these settings. */
  public static ServiceTopology build(TopologySettings settings) {
    return ParticipantTopology.build(DEFINITION, settings);
  }
}
