package dev.darkstore.local;

import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.delivery.DeliveryMain;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.store.StoreMain;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Services that run in this process. */
public enum LocalService {
  COORDINATOR,
  STORE,
  DELIVERY;

  /** A switch, so that naming a service does not load the others' classes. */
  public ServiceDefinition definition() {
    return switch (this) {
      case COORDINATOR -> CoordinatorMain.SERVICE;
      case STORE -> StoreMain.SERVICE;
      case DELIVERY -> DeliveryMain.SERVICE;
    };
  }

  /**
   * Returns the service with this name.
   *
   * @throws IllegalArgumentException with a message for people if there is none
   */
  public static LocalService named(String name) {
    return Arrays.stream(values())
        .filter(service -> service.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no service '%s'; it must be one of %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(LocalService::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
