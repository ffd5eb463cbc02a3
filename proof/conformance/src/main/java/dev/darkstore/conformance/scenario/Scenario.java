package dev.darkstore.conformance.scenario;

import java.util.Set;

/**
 * Scenario: the coordinator's part of a conversation with the participant.
 *
 * @param name name, for the report
 * @param needs what it needs beside the ample resource
 * @param script steps
 */
record Scenario(String name, Set<Need> needs, Script script) {
  Scenario {
    needs = Set.copyOf(needs);
  }

  static Scenario of(String name, Script script, Need... needs) {
    return new Scenario(name, Set.of(needs), script);
  }

  /** Steps of a scenario. */
  @FunctionalInterface
  interface Script {
    void play(Play play);
  }

  /** Requirement of a scenario. */
  enum Need {
    /** Resource of known capacity. */
    SCARCE("no scarce resource is named"),
    /** Scarce resource, with a claim that exceeds it. */
    EXCESS("no scarce resource with an excess is named"),
    /** Claim that is always refused. */
    IMPOSSIBLE("no impossible claim is named"),
    /** More than one partition. */
    PARTITIONS("the requests have one partition only"),
    /** Restart of the participant. */
    RESTART("no restart command is given");

    private final String reason;

    Need(String reason) {
      this.reason = reason;
    }

    /** Returns the reason for which a scenario is skipped if this is missing. */
    String reason() {
      return reason;
    }
  }
}
