package dev.darkstore.audit.report;

import dev.darkstore.schemas.Topic;

/**
 * Event of an order.
 *
 * @param topic topic of the record
 * @param partition partition of the record
 * @param offset offset of the record
 * @param atMillis time of the decision, by the decider's clock, if the record contains it;
 *     otherwise the record's timestamp
 * @param sinceOrderMillis time since the order was placed
 * @param event description, for people
 */
public record TimelineEntry(
    Topic topic, int partition, long offset, long atMillis, long sinceOrderMillis, String event) {

  public TimelineEntry since(long orderedAtMillis) {
    return new TimelineEntry(topic, partition, offset, atMillis, atMillis - orderedAtMillis, event);
  }
}
