package dev.darkstore.client.log;

import dev.darkstore.schemas.Topic;

/**
 * A record that a reader of committed records has seen.
 *
 * @param topic topic that the record is on
 * @param body event itself, without its envelope
 * @param timestampMillis timestamp of the record
 * @param seenNanos time at which it was seen, by the reader's own clock
 */
public record SeenEvent(Topic topic, Object body, long timestampMillis, long seenNanos) {

  /** Returns an event that was read from the log afterwards: seen when it was written. */
  public static SeenEvent inTheLog(LogEntry entry) {
    return new SeenEvent(
        entry.topic(), entry.body(), entry.timestampMillis(), entry.timestampMillis() * 1_000_000);
  }

  /** Returns the event as seen at another time. */
  public SeenEvent seenAt(long nanos) {
    return new SeenEvent(topic, body, timestampMillis, nanos);
  }

  /** Returns the name of the event. */
  public String name() {
    return EventText.name(body);
  }
}
