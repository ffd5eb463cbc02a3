package dev.darkstore.benchmarks.cluster;

import dev.darkstore.schemas.Topic;
import java.util.List;

/** Kind of system under load. */
public enum Kind {
  /** The three services. */
  SYSTEM,
  /**
   * Floor: the hops of the services, each in its Kafka transaction, forwarding and nothing else.
   */
  FLOOR,
  /** Floor with requests and votes ahead of the commit: two Kafka transactions in a row. */
  SHORT_FLOOR;

  public List<Part> parts() {
    return switch (this) {
      case SYSTEM -> List.of(Part.COORDINATOR, Part.STORE, Part.DELIVERY);
      case FLOOR -> List.of(Part.FLOOR_COORDINATOR, Part.FLOOR_STORE, Part.FLOOR_DELIVERY);
      case SHORT_FLOOR ->
          List.of(Part.SHORT_FLOOR_COORDINATOR, Part.SHORT_FLOOR_STORE, Part.SHORT_FLOOR_DELIVERY);
    };
  }

  /** Returns the name of the topic that plays this topic's role. */
  public String topicName(Topic topic) {
    return switch (this) {
      case SYSTEM -> topic.topicName();
      case FLOOR -> FloorTopology.FIVE_COMMITS.topicName(topic);
      case SHORT_FLOOR -> FloorTopology.TWO_COMMITS.topicName(topic);
    };
  }
}
