package dev.darkstore.audit.report;

import dev.darkstore.schemas.Topic;

/**
 * Something that happened to an order.
 *
 * @param topic where it is written
 * @param partition and on which partition
 * @param offset and at which offset
 * @param atMillis when, by the clock of whoever decided it, if the record says so; else the
 *     record's own time
 * @param sinceOrderMillis how long after the order that was
 * @param event what happened, for people
 */
public record TimelineEntry(
    Topic topic, int partition, long offset, long atMillis, long sinceOrderMillis, String event) {

  public TimelineEntry since(long orderedAtMillis) {
    return new TimelineEntry(topic, partition, offset, atMillis, atMillis - orderedAtMillis, event);
  }
}
