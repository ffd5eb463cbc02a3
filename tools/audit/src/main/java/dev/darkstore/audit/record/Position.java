package dev.darkstore.audit.record;

import dev.darkstore.schemas.Topic;

/** Position of a record. */
public record Position(Topic topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic.topicName() + "-" + partition + " offset " + offset;
  }
}
