package dev.darkstore.conformance.report;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Report of a run.
 *
 * @param branch name of the branch
 * @param seed seed of the random sequences
 * @param millis duration, by the clock of the connection
 * @param sent number of records that the kit has written
 * @param received number of replies and votes that it has read
 * @param scenarios results, in the sequence of the scenarios
 */
public record ConformanceReport(
    String branch,
    long seed,
    long millis,
    long sent,
    long received,
    List<ScenarioResult> scenarios) {
  public ConformanceReport {
    scenarios = List.copyOf(scenarios);
  }

  /** Returns true if there is no finding. */
  public boolean isConforming() {
    return findings().isEmpty();
  }

  /** Returns all findings. */
  public List<Finding> findings() {
    return scenarios.stream().flatMap(scenario -> scenario.findings().stream()).toList();
  }

  /** Returns the rules that are violated. */
  public Set<Rule> violated() {
    return findings().stream().map(Finding::rule).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the report as text for people. */
  public String toText() {
    return TextReport.of(this);
  }

  /** Returns the report as one JSON object. */
  public String toJson() {
    return JsonReport.of(this);
  }

  /** Returns the report as JUnit XML: a test suite with a test case for each scenario. */
  public String toJunit() {
    return JunitReport.of(this);
  }
}
