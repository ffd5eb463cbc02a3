package dev.darkstore.benchmarks.cluster;

import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.Topic;
import dev.darkstore.services.ServiceKind;

/** Kind of system under load. */
public enum Kind {
  /** System: the three services. */
  SYSTEM,
  /** Floor: the hops of the services, each in its Kafka transaction, only forwarding records. */
  FLOOR,
  /** Floor with requests and votes ahead of the commit: two Kafka transactions in a row. */
  SHORT_FLOOR;

  /** Returns the service, or its counterpart in the floor. */
  ServiceDefinition definition(ServiceKind service) {
    return switch (this) {
      case SYSTEM -> service.definition();
      case FLOOR -> FloorTopology.FIVE_COMMITS.definition(service);
      case SHORT_FLOOR -> FloorTopology.TWO_COMMITS.definition(service);
    };
  }

  /** Returns the name of the service's process. */
  String processName(ServiceKind service) {
    return prefix() + service;
  }

  /** Returns the name of the topic in this role. */
  public String topicName(Topic topic) {
    return prefix() + topic.topicName();
  }

  private String prefix() {
    return switch (this) {
      case SYSTEM -> "";
      case FLOOR -> FloorTopology.FIVE_COMMITS.prefix();
      case SHORT_FLOOR -> FloorTopology.TWO_COMMITS.prefix();
    };
  }
}
