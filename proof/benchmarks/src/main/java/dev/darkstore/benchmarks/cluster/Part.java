package dev.darkstore.benchmarks.cluster;

import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.delivery.DeliveryMain;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.store.StoreMain;
import java.util.Locale;

/** The services, and what stands in their places in the floor. */
public enum Part {
  COORDINATOR,
  STORE,
  DELIVERY,
  FLOOR_COORDINATOR,
  FLOOR_STORE,
  FLOOR_DELIVERY,
  SHORT_FLOOR_COORDINATOR,
  SHORT_FLOOR_STORE,
  SHORT_FLOOR_DELIVERY;

  public ServiceDefinition definition() {
    return switch (this) {
      case COORDINATOR -> CoordinatorMain.SERVICE;
      case STORE -> StoreMain.SERVICE;
      case DELIVERY -> DeliveryMain.SERVICE;
      case FLOOR_COORDINATOR -> FloorTopology.FIVE_COMMITS.coordinator();
      case FLOOR_STORE -> FloorTopology.FIVE_COMMITS.store();
      case FLOOR_DELIVERY -> FloorTopology.FIVE_COMMITS.delivery();
      case SHORT_FLOOR_COORDINATOR -> FloorTopology.TWO_COMMITS.coordinator();
      case SHORT_FLOOR_STORE -> FloorTopology.TWO_COMMITS.store();
      case SHORT_FLOOR_DELIVERY -> FloorTopology.TWO_COMMITS.delivery();
    };
  }

  public String processName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
