package dev.darkstore.command.demo;

import dev.darkstore.schemas.Topic;

/**
 * A record that a reader of committed records has seen.
 *
 * @param topic where
 * @param body what it says: the event itself, without its envelope
 * @param seenNanos when, by {@link System#nanoTime()}
 */
record SeenEvent(Topic topic, Object body, long seenNanos) {

  /** What it says, in a word. */
  String name() {
    return body.getClass().getSimpleName();
  }
}
