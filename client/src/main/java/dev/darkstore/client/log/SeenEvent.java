package dev.darkstore.client.log;

import dev.darkstore.schemas.Topic;

/**
 * A record that a reader of committed records has seen.
 *
 * @param topic where
 * @param body what it says: the event itself, without its envelope
 * @param timestampMillis the record's own time
 * @param seenNanos when it was seen, by the reader's own clock
 */
public record SeenEvent(Topic topic, Object body, long timestampMillis, long seenNanos) {

  /** What was read from the log afterwards: seen when it was written. */
  public static SeenEvent inTheLog(LogEntry entry) {
    return new SeenEvent(
        entry.topic(), entry.body(), entry.timestampMillis(), entry.timestampMillis() * 1_000_000);
  }

  /** The same, seen at another time. */
  public SeenEvent seenAt(long nanos) {
    return new SeenEvent(topic, body, timestampMillis, nanos);
  }

  /** What it says, in a word. */
  public String name() {
    return EventText.name(body);
  }
}
