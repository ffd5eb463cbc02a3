package dev.darkstore.audit.record;

import dev.darkstore.schemas.Topic;

/** Where a record lies. */
public record Position(Topic topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic.topicName() + "-" + partition + " offset " + offset;
  }
}
