package dev.darkstore.console.view;

import dev.darkstore.client.log.Course;
import dev.darkstore.client.log.EventText;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.schemas.Text;
import dev.darkstore.schemas.Topic;
import java.util.Comparator;

/**
 * Event on an order's timeline.
 *
 * @param atMillis timestamp of the record
 * @param event name of the event
 * @param detail detail beyond the name; may be empty
 * @param step rank among events with equal time
 */
record TimelineEvent(
    Topic topic, int partition, long offset, long atMillis, String event, String detail, int step) {
  static final Comparator<TimelineEvent> AS_IT_HAPPENED =
      Comparator.comparingLong(TimelineEvent::atMillis)
          .thenComparingInt(TimelineEvent::step)
          .thenComparing(TimelineEvent::topic)
          .thenComparingLong(TimelineEvent::offset);

  private static final int DETAIL_CHARACTERS = 300;

  static TimelineEvent of(LogEntry entry) {
    return new TimelineEvent(
        entry.topic(),
        entry.partition(),
        entry.offset(),
        entry.timestampMillis(),
        entry.event(),
        Text.bounded(EventText.detail(entry.body()), DETAIL_CHARACTERS),
        Course.step(entry.body()));
  }

  String lane() {
    return Lane.of(topic);
  }
}
