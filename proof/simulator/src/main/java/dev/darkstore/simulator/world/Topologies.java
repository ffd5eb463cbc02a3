package dev.darkstore.simulator.world;

import dev.darkstore.coordinator.CoordinatorTopology;
import dev.darkstore.delivery.DeliveryTopology;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.store.StoreTopology;

/** Makes the topologies that a world runs. */
@FunctionalInterface
public interface Topologies {
  /** Those that the services run in production. */
  Topologies PRODUCTION =
      (service, timing, settings) ->
          switch (service) {
            case COORDINATOR -> CoordinatorTopology.build(timing, settings);
            case STORE -> StoreTopology.build(settings);
            case DELIVERY -> DeliveryTopology.build(settings);
          };

  /** The topology of a service. */
  ServiceTopology build(ServiceKind service, CoordinatorTiming timing, TopologySettings settings);

  /**
   * Returns true if every record of a service names its cause, as production's do. What rings a
   * timer while it handles a record names that record.
   */
  default boolean areCausesNamed() {
    return true;
  }
}
