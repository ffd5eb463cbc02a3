package dev.darkstore.simulator.world;

import dev.darkstore.coordinator.CoordinatorTopology;
import dev.darkstore.delivery.DeliveryTopology;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.store.StoreTopology;

/** Factory of the topologies of a world. */
@FunctionalInterface
public interface Topologies {
  /** Production topologies, and a simulated one for a further branch. */
  Topologies PRODUCTION =
      (service, timing, settings) ->
          switch (service) {
            case COORDINATOR -> CoordinatorTopology.build(timing, settings);
            case STORE -> StoreTopology.build(settings);
            case DELIVERY -> DeliveryTopology.build(settings);
            case PAYMENT -> CreditParticipant.topology(settings);
          };

  /** Returns the topology of a service. */
  ServiceTopology build(ServiceKind service, CoordinatorTiming timing, TopologySettings settings);

  /**
   * Returns true if every record of a service names its cause, as in production. A timer that fires
   * while a record is handled names that record.
   */
  default boolean areCausesNamed() {
    return true;
  }
}
