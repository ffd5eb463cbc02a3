package dev.darkstore.command.demo;

import dev.darkstore.schemas.Topic;

/**
 * A record that a reader of committed records has seen.
 *
 * @param topic where
 * @param body what it says: the event itself, without its envelope
 * @param timestampMillis the record's own time
 * @param seenNanos when it was seen, by {@link System#nanoTime()}
 */
record SeenEvent(Topic topic, Object body, long timestampMillis, long seenNanos) {

  /** What it says, in a word. */
  String name() {
    return body.getClass().getSimpleName();
  }
}
