package dev.darkstore.conformance.scenario;

import dev.darkstore.conformance.report.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios: first those of a running participant, then those of a restarted one. */
public final class Scenarios {
  private Scenarios() {}

  /**
   * Runs all scenarios.
   *
   * @param director director that has sent the supply
   */
  public static List<ScenarioResult> run(Director director) {
    List<ScenarioResult> results =
        new ArrayList<>(
            director.run(
                Stream.of(
                        ReserveScenarios.all(),
                        CommitScenarios.all(),
                        TimerScenarios.all(),
                        ReleaseScenarios.all(),
                        InputScenarios.all(),
                        RandomScenarios.all())
                    .flatMap(List::stream)
                    .toList(),
                "every reply belongs to an order"));
    results.addAll(
        director.run(RestartScenarios.all(), "every reply after a restart belongs to an order"));
    return results;
  }
}
