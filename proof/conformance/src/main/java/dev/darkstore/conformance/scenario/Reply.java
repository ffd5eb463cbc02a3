package dev.darkstore.conformance.scenario;

import dev.darkstore.conformance.wire.Incoming;
import dev.darkstore.events.BranchEvent;

/**
 * Reply or vote of the participant.
 *
 * @param record record as it was read
 * @param event its value
 * @param readMillis time at which it was read
 */
record Reply(Incoming record, BranchEvent event, long readMillis) {
  Object body() {
    return event.getBody();
  }

  String name() {
    return body().getClass().getSimpleName();
  }
}
