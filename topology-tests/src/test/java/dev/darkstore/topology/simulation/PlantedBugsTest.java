package dev.darkstore.topology.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.protocol.planted.PlantedBug;
import dev.darkstore.simulator.Simulation;
import dev.darkstore.simulator.SimulationReport;
import dev.darkstore.simulator.SimulationSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulator that finds nothing has to show that it would find something. */
class PlantedBugsTest {
  private static final int RUNS_MAX = 200;

  @ParameterizedTest
  @EnumSource(PlantedBug.class)
  void isFound(PlantedBug bug) {
    SimulationSettings settings =
        SimulationSettings.DEFAULTS.withTopologies(new PlantedTopologies(bug.decisions()));
    SimulationReport report = new Simulation(settings).run(1, RUNS_MAX, 1, 1, run -> {});

    assertThat(report.failures()).as(bug.defect()).isNotEmpty();
    System.out.println(
        "%-40s %3d runs: %s: %s"
            .formatted(
                bug,
                report.runs(),
                report.failures().get(0).failure().orElseThrow().invariant(),
                report.failures().get(0).failure().orElseThrow().sentence()));
  }
}
