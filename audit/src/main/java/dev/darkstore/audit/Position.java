package dev.darkstore.audit;

import dev.darkstore.schemas.Topic;

/** Where a record lies. */
record Position(Topic topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic.topicName() + "-" + partition + " offset " + offset;
  }
}
