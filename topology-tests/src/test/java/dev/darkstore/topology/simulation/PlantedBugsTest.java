package dev.darkstore.topology.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.protocol.planted.Decisions;
import dev.darkstore.protocol.planted.PlantedBug;
import dev.darkstore.simulator.Fault;
import dev.darkstore.simulator.Simulation;
import dev.darkstore.simulator.SimulationReport;
import dev.darkstore.simulator.SimulationSettings;
import dev.darkstore.simulator.world.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulator that finds nothing has to show that it would find something. */
class PlantedBugsTest {
  private static final int RUNS_MAX = 100;

  @ParameterizedTest
  @EnumSource
  void isFound(PlantedBug bug) {
    boolean timersRing =
        bug == PlantedBug.OBEYS_ANY_TIMER || bug == PlantedBug.EXPIRES_WHAT_IS_ASSIGNED;
    SimulationReport report = run(bug, new PlantedTopologies(bug.decisions(), timersRing));

    assertThat(report.failures()).as(bug.defect()).isNotEmpty();
    System.out.println(
        "%-40s %3d runs: %s: %s"
            .formatted(
                bug,
                report.runs(),
                report.failures().get(0).failure().orElseThrow().invariant(),
                report.failures().get(0).failure().orElseThrow().sentence()));
  }

  @Test
  void nothingIsFoundWithoutADefect() {
    for (boolean timersRing : new boolean[] {false, true}) {
      SimulationReport report =
          run(PlantedBug.OBEYS_ANY_TIMER, new PlantedTopologies(Decisions.PRODUCTION, timersRing));
      assertThat(report.failures()).as(report.toText()).isEmpty();
    }
  }

  private static SimulationReport run(PlantedBug bug, Topologies topologies) {
    return new Simulation(settings(bug).withTopologies(topologies))
        .run(1, RUNS_MAX, 1, 1, run -> {});
  }

  /** More of the fault that makes the defect show. */
  private static SimulationSettings settings(PlantedBug bug) {
    SimulationSettings settings = SimulationSettings.DEFAULTS;
    return switch (bug) {
      case BOUNDS_RELEASE -> settings.with(Fault.LOSS, 30);
      case LEAVES_THE_TIMER_TO_THE_PUNCTUATOR ->
          settings.with(Fault.LATE_TICK, 8).with(Fault.DELAY, 20);
      case RESERVES_TWICE, PROLONGS_THE_HOLD, FORGETS_THE_FENCE ->
          settings.with(Fault.REPETITION, 100);
      case FORGETS_THE_LEASE -> settings.with(Fault.DELAY, 20).with(Fault.LATE_TICK, 8);
      default -> settings;
    };
  }
}
