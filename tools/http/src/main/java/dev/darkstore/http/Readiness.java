package dev.darkstore.http;

import java.util.Objects;

/**
 * Readiness of a service to take part in the work.
 *
 * @param state name of the state in Kafka Streams
 * @param isReady true if it processes records, with all its state restored
 * @param why reason why it does not, in a sentence; empty if it does
 */
public record Readiness(String state, boolean isReady, String why) {
  public Readiness {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(why, "why");
  }
}
