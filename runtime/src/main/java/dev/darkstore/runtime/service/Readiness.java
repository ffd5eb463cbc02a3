package dev.darkstore.runtime.service;

import java.util.Objects;

/**
 * Whether a service takes part in the work.
 *
 * @param state as Kafka Streams calls it
 * @param isReady whether it processes records, with all its state restored
 * @param why why it does not, in a sentence; empty if it does
 */
public record Readiness(String state, boolean isReady, String why) {
  public Readiness {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(why, "why");
  }
}
