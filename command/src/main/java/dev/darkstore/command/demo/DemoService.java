package dev.darkstore.command.demo;

import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.delivery.DeliveryMain;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.store.StoreMain;
import java.util.Locale;

/** The services that the demo runs. */
public enum DemoService {
  COORDINATOR,
  STORE,
  DELIVERY;

  /** A switch, so that naming a service loads none of them. */
  ServiceDefinition definition() {
    return switch (this) {
      case COORDINATOR -> CoordinatorMain.SERVICE;
      case STORE -> StoreMain.SERVICE;
      case DELIVERY -> DeliveryMain.SERVICE;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
