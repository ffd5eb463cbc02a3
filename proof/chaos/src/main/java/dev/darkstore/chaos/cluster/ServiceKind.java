package dev.darkstore.chaos.cluster;

import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.delivery.DeliveryMain;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Topic;
import dev.darkstore.store.StoreMain;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The services. */
public enum ServiceKind {
  COORDINATOR(CoordinatorMain.class, CoordinatorMain.SERVICE.applicationId(), Topic.ORDERS),
  STORE(StoreMain.class, StoreMain.SERVICE.applicationId(), Topic.STORE_COMMANDS),
  DELIVERY(DeliveryMain.class, DeliveryMain.SERVICE.applicationId(), Topic.DELIVERY_COMMANDS);

  private final Class<?> mainClass;
  private final String applicationId;
  private final Topic input;

  ServiceKind(Class<?> mainClass, String applicationId, Topic input) {
    this.mainClass = mainClass;
    this.applicationId = applicationId;
    this.input = input;
  }

  Class<?> mainClass() {
    return mainClass;
  }

  /** Returns the consumer group of its processes. */
  String group() {
    return applicationId;
  }

  /** Returns the topic whose partitions are assigned to its processes; all others follow. */
  Topic input() {
    return input;
  }

  /** Returns the branch that it answers for; empty for the coordinator. */
  public Optional<BranchName> branch() {
    return Arrays.stream(BranchName.values())
        .filter(branch -> branch.participant().name().equals(name()))
        .findFirst();
  }

  /** Returns the participants. */
  public static List<ServiceKind> participants() {
    return Arrays.stream(values()).filter(kind -> kind.branch().isPresent()).toList();
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
