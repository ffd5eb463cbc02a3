package dev.darkstore.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.conformance.report.ConformanceReport;
import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.report.ScenarioResult;
import dev.darkstore.conformance.resource.GeneratedResources;
import dev.darkstore.conformance.resource.Resources;
import dev.darkstore.conformance.scenario.ConformanceOptions;
import dev.darkstore.conformance.wire.Wire;
import dev.darkstore.planted.PlantedBug;
import dev.darkstore.simulator.world.ServiceKind;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kit in process: the participants of this project pass. */
@DisplayName("Topologies under a test driver, with a virtual clock,")
class TopologiesConformTest {

  @ParameterizedTest
  @DisplayName("conform")
  @EnumSource(names = {"STORE", "DELIVERY"})
  void conform(ServiceKind service) {
    try (Wire wire = Participants.sound(service)) {
      ConformanceReport report = Conformance.run(wire, ConformanceOptions.DEFAULTS);

      assertThat(report.findings()).as(report.toText()).isEmpty();
      assertThat(report.scenarios()).filteredOn(ScenarioResult::isPassed).hasSizeGreaterThan(25);
    }
  }

  @ParameterizedTest
  @DisplayName("conform with every seed")
  @ValueSource(longs = {2, 3, 4, 5})
  void conformWithEverySeed(long seed) {
    try (Wire wire = Participants.sound(ServiceKind.STORE)) {
      ConformanceReport report = Conformance.run(wire, ConformanceOptions.DEFAULTS.withSeed(seed));

      assertThat(report.findings()).as(report.toText()).isEmpty();
    }
  }

  @Test
  @DisplayName("conform on several partitions of replies")
  void conformOnSeveralPartitions() {
    try (Wire wire = PlantedInReplies.Partitioned.sound()) {
      ConformanceReport report = Conformance.run(wire, ConformanceOptions.DEFAULTS);

      assertThat(report.findings()).as(report.toText()).isEmpty();
    }
  }

  @ParameterizedTest(name = "requests after {0} ms, replies after {1} ms")
  @DisplayName("conform although the network is slow")
  @CsvSource({"150, 150", "0, 900", "900, 0", "2000, 2000"})
  void conformAlthoughTheNetworkIsSlow(long requestMillis, long replyMillis) {
    try (Wire wire =
        new SlowWire(Participants.sound(ServiceKind.STORE), requestMillis, replyMillis)) {
      ConformanceReport report = Conformance.run(wire, ConformanceOptions.DEFAULTS);

      assertThat(report.findings()).as(report.toText()).isEmpty();
    }
  }

  @Test
  @DisplayName("conform without votes")
  void conformWithoutVotes() {
    try (Wire wire = Participants.withoutVotes()) {
      ConformanceReport report = Conformance.run(wire, ConformanceOptions.DEFAULTS);

      assertThat(report.findings()).as(report.toText()).isEmpty();
    }
  }

  @Test
  @DisplayName("conform with one scarce resource, which the scenarios use in turn")
  void conformWithOneScarceResource() {
    try (Wire wire = Participants.sound(ServiceKind.STORE)) {
      ConformanceReport report = runWithOneScarceResource(wire);

      assertThat(report.findings()).as(report.toText()).isEmpty();
      assertThat(report.scenarios()).filteredOn(ScenarioResult::isPassed).hasSizeGreaterThan(25);
    }
  }

  @Test
  @DisplayName("leave a scarce resource in doubt after a finding about it")
  void leaveAScarceResourceInDoubt() {
    try (Wire wire = Participants.planted(PlantedBug.KEEPS_WHAT_IS_ASSIGNED.decisions(), false)) {
      ConformanceReport report = runWithOneScarceResource(wire);

      assertThat(report.violated()).contains(Rule.RELEASE);
      assertThat(report.scenarios())
          .extracting(ScenarioResult::skipped)
          .contains(Optional.of("an earlier finding leaves the scarce resource in doubt"));
    }
  }

  private static ConformanceReport runWithOneScarceResource(Wire wire) {
    Resources generated = GeneratedResources.of("store", "one").orElseThrow();
    return Conformance.run(
        wire,
        new Resources(
            generated.ample(),
            generated.scarce().subList(0, 1),
            generated.impossible(),
            generated.supply()),
        ConformanceOptions.DEFAULTS);
  }

  @Test
  @DisplayName("give equal reports for equal seeds")
  void giveEqualReportsForEqualSeeds() {
    assertThat(report()).isEqualTo(report());
  }

  private static String report() {
    try (Wire wire = Participants.sound(ServiceKind.STORE)) {
      return Conformance.run(wire, ConformanceOptions.DEFAULTS).toJson();
    }
  }
}
