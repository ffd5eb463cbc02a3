package dev.darkstore.simulator.world;

import dev.darkstore.schemas.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Services of a world. */
public enum ServiceKind {
  /** The order coordinator. */
  COORDINATOR,
  /** The store participant. */
  STORE,
  /** The delivery participant. */
  DELIVERY;

  /** Returns the topics that it reads. */
  public List<Topic> inputs() {
    return switch (this) {
      case COORDINATOR ->
          List.of(
              Topic.ORDERS,
              Topic.STORE_VOTES,
              Topic.DELIVERY_VOTES,
              Topic.STORE_EVENTS,
              Topic.DELIVERY_EVENTS);
      case STORE -> List.of(Topic.STORE_COMMANDS, Topic.STORE_RELEASES, Topic.STOCK_UPDATES);
      case DELIVERY ->
          List.of(
              Topic.DELIVERY_COMMANDS,
              Topic.DELIVERY_RELEASES,
              Topic.AGENT_UPDATES,
              Topic.AGENT_MOVES);
    };
  }

  /** Returns the service that reads the topic; empty for topics to external clients. */
  public static Optional<ServiceKind> reading(Topic topic) {
    return Arrays.stream(values()).filter(service -> service.inputs().contains(topic)).findFirst();
  }
}
