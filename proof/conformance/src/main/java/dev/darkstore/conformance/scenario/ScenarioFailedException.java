package dev.darkstore.conformance.scenario;

/** End of a scenario after a finding that makes its further steps meaningless. */
final class ScenarioFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
