package dev.darkstore.topology.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.Reason;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.simulator.Simulation;
import dev.darkstore.simulator.SimulationReport;
import dev.darkstore.simulator.SimulationSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Runs of the production topologies under every fault. For more runs than in a build: {@code mvn
 * -pl :topology-tests -am test -Dtest=SimulationTest -Dsimulation.runs=100000 -Dsimulation.seed=1}.
 */
@DisplayName("Everything holds under every fault")
class SimulationTest {
  private static final int RUNS = Integer.getInteger("simulation.runs", 2_000);
  private static final long FIRST_SEED = Long.getLong("simulation.seed", 1);
  private static final int FAILURES_MAX = 3;

  @Test
  @DisplayName("with requests and votes ahead of the commit")
  void withRequestsAndVotesAhead() {
    SimulationReport report =
        new Simulation(SimulationSettings.DEFAULTS)
            .run(
                FIRST_SEED,
                RUNS,
                Runtime.getRuntime().availableProcessors(),
                FAILURES_MAX,
                run -> {});

    System.out.println(report.toText());
    assertThat(report.isPassed()).as(report.toText()).isTrue();
    assertThat(report.orders()).isGreaterThanOrEqualTo(200L * RUNS);
    assertThat(report.placed()).isGreaterThan(report.orders() / 4);
  }

  @Test
  @DisplayName("with a third branch")
  void withAThirdBranch() {
    SimulationReport report =
        new Simulation(
                SimulationSettings.DEFAULTS.withBranches(
                    BranchTable.parse("store,delivery,payment:customerId")))
            .run(
                FIRST_SEED,
                Math.max(1, RUNS / 10),
                Runtime.getRuntime().availableProcessors(),
                FAILURES_MAX,
                run -> {});

    assertThat(report.failures()).as(report.toText()).isEmpty();
    assertThat(report.placed()).isGreaterThan(report.orders() / 4);
    assertThat(report.rejections())
        .as("refused by the third participant")
        .containsKey(Reason.OTHER);
  }

  @Test
  @DisplayName("with everything in Kafka transactions")
  void withEverythingInKafkaTransactions() {
    SimulationReport report =
        new Simulation(SimulationSettings.DEFAULTS.withoutAhead())
            .run(FIRST_SEED, Math.max(1, RUNS / 10), 2, FAILURES_MAX, run -> {});

    assertThat(report.failures()).as(report.toText()).isEmpty();
    assertThat(report.placed()).isGreaterThan(report.orders() / 4);
  }
}
