package dev.darkstore.simulator.world;

import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Services of a world. */
public enum ServiceKind {
  /** The order coordinator. */
  COORDINATOR,
  /** The store participant. */
  STORE,
  /** The delivery participant. */
  DELIVERY;

  private static final Map<ServiceKind, List<Topic>> INPUTS =
      Arrays.stream(values())
          .collect(
              Collectors.toUnmodifiableMap(
                  service -> service, service -> Topic.readBy(Principal.valueOf(service.name()))));

  /** Returns the topics that it reads. */
  public List<Topic> inputs() {
    return INPUTS.get(this);
  }

  /** Returns the service that reads the topic; empty for topics to external clients. */
  public static Optional<ServiceKind> reading(Topic topic) {
    return Arrays.stream(values()).filter(service -> service.inputs().contains(topic)).findFirst();
  }
}
