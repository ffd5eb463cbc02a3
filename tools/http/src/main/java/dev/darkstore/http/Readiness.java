package dev.darkstore.http;

import java.util.Objects;

/**
 * Readiness of a service.
 *
 * @param state name of the state in Kafka Streams
 * @param isReady true if it processes records, with all its state restored
 * @param why reason for not being ready, as a sentence; empty if ready
 */
public record Readiness(String state, boolean isReady, String why) {
  public Readiness {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(why, "why");
  }
}
