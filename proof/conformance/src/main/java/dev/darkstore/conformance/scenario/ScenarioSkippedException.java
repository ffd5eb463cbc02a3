package dev.darkstore.conformance.scenario;

/** End of a scenario that cannot be run; the message is the reason. */
final class ScenarioSkippedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScenarioSkippedException(String reason) {
    super(reason);
  }
}
