package dev.darkstore.benchmarks;

import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.delivery.DeliveryMain;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.store.StoreMain;
import java.util.Locale;

/** The services, and what stands in their places in the floor. */
enum Part {
  COORDINATOR,
  STORE,
  DELIVERY,
  FLOOR_COORDINATOR,
  FLOOR_STORE,
  FLOOR_DELIVERY;

  ServiceDefinition definition() {
    return switch (this) {
      case COORDINATOR -> CoordinatorMain.SERVICE;
      case STORE -> StoreMain.SERVICE;
      case DELIVERY -> DeliveryMain.SERVICE;
      case FLOOR_COORDINATOR -> FloorTopology.COORDINATOR;
      case FLOOR_STORE -> FloorTopology.STORE;
      case FLOOR_DELIVERY -> FloorTopology.DELIVERY;
    };
  }

  String processName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
