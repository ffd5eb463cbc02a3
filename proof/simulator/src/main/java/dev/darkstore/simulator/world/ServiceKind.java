package dev.darkstore.simulator.world;

import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import java.util.Arrays;
import java.util.Optional;

/** Services of worlds; which of them a world has depends on its branches. */
public enum ServiceKind {
  /** The order coordinator. */
  COORDINATOR,
  /** The store participant. */
  STORE,
  /** The delivery participant. */
  DELIVERY,
  /** The participant of a further branch. */
  PAYMENT;

  /** Returns the service in the table of topics. */
  public Principal principal() {
    return switch (this) {
      case COORDINATOR -> Principal.COORDINATOR;
      case STORE -> Principal.STORE;
      case DELIVERY -> Principal.DELIVERY;
      case PAYMENT -> CreditParticipant.BRANCH.participant();
    };
  }

  /** Returns the service that reads the topic; empty for topics to external clients. */
  public static Optional<ServiceKind> reading(Topic topic) {
    return Arrays.stream(values())
        .filter(service -> topic.readers().contains(service.principal()))
        .findFirst();
  }
}
