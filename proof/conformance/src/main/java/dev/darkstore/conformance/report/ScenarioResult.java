package dev.darkstore.conformance.report;

import java.util.List;
import java.util.Optional;

/**
 * Result of a scenario.
 *
 * @param name name of the scenario
 * @param skipped reason why it was not run; empty if it was
 * @param millis duration
 * @param findings violations; empty if it passed
 */
public record ScenarioResult(
    String name, Optional<String> skipped, long millis, List<Finding> findings) {
  public ScenarioResult {
    findings = List.copyOf(findings);
  }

  /** Returns true if it was run without a finding. */
  public boolean isPassed() {
    return skipped.isEmpty() && findings.isEmpty();
  }
}
