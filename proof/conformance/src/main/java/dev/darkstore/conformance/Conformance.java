package dev.darkstore.conformance;

import dev.darkstore.conformance.report.ConformanceReport;
import dev.darkstore.conformance.report.ScenarioResult;
import dev.darkstore.conformance.resource.GeneratedResources;
import dev.darkstore.conformance.resource.Resources;
import dev.darkstore.conformance.scenario.ConformanceOptions;
import dev.darkstore.conformance.scenario.Director;
import dev.darkstore.conformance.scenario.Scenarios;
import dev.darkstore.conformance.wire.Wire;
import java.util.List;

/**
 * Conformance kit: plays the coordinator for one participant, and judges its replies by the
 * protocol. Knows nothing of the participant but its topics.
 */
public final class Conformance {
  private Conformance() {}

  /**
   * Runs all scenarios against a participant.
   *
   * @param wire connection to the participant, which stays open
   * @param resources resources of the participant
   * @throws dev.darkstore.client.cluster.UnusableException if the participant does not reply at all
   */
  public static ConformanceReport run(Wire wire, Resources resources, ConformanceOptions options) {
    return run(wire, resources, options, runId(wire));
  }

  /**
   * Runs all scenarios against a participant whose resources the kit supplies.
   *
   * @throws IllegalArgumentException if the kit does not know how to supply this branch
   * @throws dev.darkstore.client.cluster.UnusableException if the participant does not reply at all
   */
  public static ConformanceReport run(Wire wire, ConformanceOptions options) {
    String run = runId(wire);
    Resources resources =
        GeneratedResources.of(wire.topics().branch(), run)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "branch " + wire.topics().branch() + " has no generated resources"));
    return run(wire, resources, options, run);
  }

  private static ConformanceReport run(
      Wire wire, Resources resources, ConformanceOptions options, String run) {
    long beginMillis = wire.nowMillis();
    Director director = new Director(wire, resources, options, run);
    director.prepare();
    List<ScenarioResult> scenarios = Scenarios.run(director);
    return new ConformanceReport(
        wire.topics().branch(),
        options.seed(),
        wire.nowMillis() - beginMillis,
        director.sent(),
        director.received(),
        scenarios);
  }

  /** Returns an id that no other run has: two runs do not begin in the same millisecond. */
  private static String runId(Wire wire) {
    return "conformance-" + Long.toString(wire.nowMillis(), Character.MAX_RADIX);
  }
}
