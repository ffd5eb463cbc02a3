package dev.darkstore.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reason;
import dev.darkstore.planted.PlantedBug;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Runs of the simulator: repeatable, and failures explained. */
class SimulatorTest {
  private final Simulation simulation = new Simulation(SimulationSettings.DEFAULTS);

  @Test
  void theSameSeedIsTheSameRunByteForByte() {
    List<Long> seeds = LongStream.rangeClosed(1, 10).boxed().toList();
    List<RunResult> first = seeds.stream().map(simulation::run).toList();
    List<RunResult> again = new ArrayList<>();
    simulation.run(1, seeds.size(), 2, 1, again::add);

    assertThat(again).containsExactlyInAnyOrderElementsOf(first);
    assertThat(first).extracting(RunResult::digest).doesNotHaveDuplicates();
    assertThat(simulation.timeline(1)).isEqualTo(simulation.timeline(1)).contains("PlaceOrder");
  }

  @Test
  void aFailureNamesItsSeedTheCommandAndWhatHappenedToTheOrder() {
    Simulation spoiled =
        new Simulation(
            SimulationSettings.DEFAULTS.withTopologies(
                new PlantedTopologies(PlantedBug.CANCELS_WHAT_IS_PLACED.decisions(), false)));
    SimulationReport report = spoiled.run(1, 100, 1, 1, run -> {});
    RunResult failed = report.failures().get(0);

    assertThat(report.isPassed()).isFalse();
    assertThat(failed.failure().orElseThrow().invariant()).isEqualTo("ONE_OUTCOME");
    assertThat(report.toText())
        .contains("seed " + failed.seed() + " failed: ONE_OUTCOME")
        .contains("./darkstore simulate --runs 1 --seed " + failed.seed() + " --timeline")
        .contains("OrderPlaced")
        .contains("CANCELLED");
    assertThat(report.toJson())
        .startsWith("{\"runs\":")
        .contains("\"failedSeeds\":[" + failed.seed() + "]")
        .endsWith("\"passed\":false}");
  }

  @Test
  void withoutFaultsHardlyAnOrderTimesOut() {
    SimulationReport report =
        new Simulation(SimulationSettings.DEFAULTS.withoutFaults()).run(1, 20, 2, 1, run -> {});

    assertThat(report.failures()).as(report.toText()).isEmpty();
    assertThat(report.faults()).isEmpty();
    assertThat(report.rejections().keySet())
        .isSubsetOf(
            Reason.OUT_OF_STOCK,
            Reason.UNKNOWN_STORE,
            Reason.UNKNOWN_SKU,
            Reason.NO_AGENT_AVAILABLE,
            Reason.AGENT_WENT_OFFLINE,
            Reason.RESERVE_TIMED_OUT);
    assertThat(report.rejections().getOrDefault(Reason.RESERVE_TIMED_OUT, 0L))
        .isLessThan(report.orders() / 100);
  }
}
