package dev.darkstore.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.planted.AgentSupply;
import dev.darkstore.planted.Decisions;
import dev.darkstore.planted.PlantedBug;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.simulator.PlantedMemory.Defect;
import dev.darkstore.simulator.world.Topologies;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the simulator detects defects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedBugsTest {
  private static final int RUNS_MAX = 100;

  private final Map<PlantedBug, SimulationReport> reports = new EnumMap<>(PlantedBug.class);

  @BeforeAll
  void lookForAll() {
    for (PlantedBug bug : PlantedBug.values()) {
      boolean timersRing =
          bug == PlantedBug.OBEYS_ANY_TIMER || bug == PlantedBug.EXPIRES_WHAT_IS_ASSIGNED;
      reports.put(
          bug, run(settings(bug), new PlantedTopologies(bug.decisions(), timersRing), RUNS_MAX));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFound(PlantedBug bug) {
    assertThat(reports.get(bug).failures()).as(bug.defect()).isNotEmpty();
  }

  /** Checks that the run in which a defect is found is clean without the defect. */
  @ParameterizedTest
  @EnumSource
  void aHoleIsFoundWhereSoundServicesPass(PlantedHole hole) {
    Simulation planted = new Simulation(hole.settings().withTopologies(hole.topologies()));
    OptionalLong found =
        LongStream.rangeClosed(1, RUNS_MAX)
            .filter(
                seed ->
                    planted
                        .run(seed)
                        .failure()
                        .filter(failure -> hole.isFoundBy(failure.invariant(), failure.sentence()))
                        .isPresent())
            .findFirst();

    assertThat(found).as(hole.toString()).isPresent();
    RunResult without = new Simulation(hole.settings()).run(found.getAsLong());
    assertThat(without.failure()).as(found + " without the hole").isEmpty();
  }

  /** Checks that a service with the facts of a cluster cannot continue without its state. */
  @Test
  void theMarkStopsATaskThatLostItsState() {
    Topologies watched =
        (service, timing, settings) -> {
          PlantedMemory memory = new PlantedMemory(settings, Defect.LOSES_STATE);
          return Topologies.PRODUCTION.build(
              service, timing, PlantedHole.with(settings, memory, memory.facts()));
        };

    SimulationReport report = run(SimulationSettings.DEFAULTS, watched, RUNS_MAX);

    assertThat(report.failures())
        .extracting(PlantedBugsTest::invariantOf)
        .containsOnly("NO_BREAKDOWN");
    assertThat(report.toText()).contains("the state that was committed with them is missing");
  }

  @Test
  void everyInvariantIsBrokenBySomeBug() {
    assertThat(reports.values())
        .flatExtracting(SimulationReport::failures)
        .extracting(PlantedBugsTest::invariantOf)
        .contains(
            "AGENTS",
            "ATOMICITY",
            "CAUSE",
            "EXPIRY",
            "FENCE",
            "NOTHING_LOST",
            "NO_LEAK",
            "ONE_OUTCOME",
            "SILENCE",
            "STOCK");
  }

  /** Plants a lease that is twice as long as the hold in Reserve. */
  @Test
  void findsACommitThatTheLeaseDoesNotCover() {
    SimulationSettings settings = SimulationSettings.DEFAULTS.with(Fault.DELAY, 20);
    SimulationReport report =
        run(settings, new PlantedTopologies(new LongLease(settings.timing()), false), RUNS_MAX);

    assertThat(report.failures()).extracting(PlantedBugsTest::invariantOf).containsOnly("LEASE");
  }

  /**
   * Plants the rules of earlier builds: an agent who comes online is in the zone, without a claim.
   */
  @Test
  void findsAgentsWhoAreKnownByZone() {
    Decisions byZone =
        new Decisions() {
          @Override
          public AgentSupply agentSupply(AgentsView view) {
            return new AgentSupply(view) {
              @Override
              public SupplyDecision<Agent> online(
                  String zoneId, String agentId, long nowMillis, long offset) {
                Agent known = view.agent(zoneId, agentId).orElseThrow();
                return SupplyDecision.changing(
                    List.of(
                        new Agent(
                            zoneId,
                            agentId,
                            true,
                            known.trip(),
                            nowMillis,
                            known.change(),
                            offset)));
              }
            };
          }
        };
    SimulationReport report =
        run(SimulationSettings.DEFAULTS, new PlantedTopologies(byZone, false), RUNS_MAX);

    assertThat(report.failures()).extracting(PlantedBugsTest::invariantOf).containsOnly("AGENTS");
    assertThat(report.toText()).contains("at once");
  }

  @Test
  void findsAServiceThatBreaksDown() {
    Decisions broken =
        new Decisions() {
          @Override
          public CoordinatorDecisions coordinator(List<Branch> branches, CoordinatorTiming timing) {
            return (state, message, nowMillis) -> {
              throw new IllegalStateException("out of order");
            };
          }
        };
    SimulationReport report =
        run(SimulationSettings.DEFAULTS, new PlantedTopologies(broken, false), 1);

    assertThat(report.failures())
        .extracting(PlantedBugsTest::invariantOf)
        .containsExactly("NO_BREAKDOWN");
    assertThat(report.toText()).contains("out of order");
  }

  @Test
  void nothingIsFoundWithoutADefect() {
    for (boolean timersRing : new boolean[] {false, true}) {
      SimulationReport report =
          run(
              SimulationSettings.DEFAULTS,
              new PlantedTopologies(Decisions.PRODUCTION, timersRing),
              20);
      assertThat(report.failures()).as(report.toText()).isEmpty();
    }
  }

  private static SimulationReport run(
      SimulationSettings settings, Topologies topologies, int runs) {
    return new Simulation(settings.withTopologies(topologies)).run(1, runs, 2, 1, run -> {});
  }

  private static String invariantOf(RunResult failed) {
    return failed.failure().orElseThrow().invariant();
  }

  /** Returns settings with more occurrences of the fault that reveals the defect. */
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
