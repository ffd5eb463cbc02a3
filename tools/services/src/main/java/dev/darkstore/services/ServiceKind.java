package dev.darkstore.services;

import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.delivery.DeliveryMain;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import dev.darkstore.store.StoreMain;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Services of the system: the list from which tools and runs derive which there are. */
public enum ServiceKind {
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

  /** Returns the main class of a process of the service. */
  public Class<?> mainClass() {
    return switch (this) {
      case COORDINATOR -> CoordinatorMain.class;
      case STORE -> StoreMain.class;
      case DELIVERY -> DeliveryMain.class;
    };
  }

  /** Returns the service in the table of topics. */
  public Principal principal() {
    return branch().map(BranchName::participant).orElse(Principal.COORDINATOR);
  }

  /** Returns the branch that the service answers for; empty for the coordinator. */
  public Optional<BranchName> branch() {
    return switch (this) {
      case COORDINATOR -> Optional.empty();
      case STORE -> Optional.of(BranchName.STORE);
      case DELIVERY -> Optional.of(BranchName.DELIVERY);
    };
  }

  /** Returns the topic that determines which process of the service gets which partitions. */
  public Topic input() {
    return branch().map(branch -> branch.topic(Topic.Role.COMMANDS)).orElse(Topic.ORDERS);
  }

  /**
   * Returns the service with this name.
   *
   * @throws IllegalArgumentException with a message for people if there is none
   */
  public static ServiceKind named(String name) {
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
                                .map(ServiceKind::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
