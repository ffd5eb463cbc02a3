package dev.darkstore.benchmarks;

import dev.darkstore.schemas.Topic;
import java.util.List;

/** What is put under load. */
enum Kind {
  /** The three services. */
  SYSTEM,
  /** The same hops, forwarding and nothing else. */
  FLOOR;

  List<Part> parts() {
    return switch (this) {
      case SYSTEM -> List.of(Part.COORDINATOR, Part.STORE, Part.DELIVERY);
      case FLOOR -> List.of(Part.FLOOR_COORDINATOR, Part.FLOOR_STORE, Part.FLOOR_DELIVERY);
    };
  }

  /** What plays this topic's role. */
  String topicName(Topic topic) {
    return switch (this) {
      case SYSTEM -> topic.topicName();
      case FLOOR -> FloorTopology.PREFIX + topic.topicName();
    };
  }
}
