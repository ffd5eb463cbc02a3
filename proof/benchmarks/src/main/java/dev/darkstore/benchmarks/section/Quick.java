package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Kind;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.load.Driver;
import dev.darkstore.benchmarks.load.Latency;
import dev.darkstore.benchmarks.load.LoadStep;
import dev.darkstore.benchmarks.load.Traffic;
import dev.darkstore.benchmarks.load.Turn;
import dev.darkstore.benchmarks.load.TurnPlan;
import dev.darkstore.benchmarks.load.TurnPlan.KneePlan;
import dev.darkstore.benchmarks.load.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Short pair of turns without a full warm-up: enough to detect a large slowdown, not to measure it.
 *
 * @param ordersPerSecond highest rate whose last order had its outcome within a second
 * @param rate rate at which floor, system and their ratio were measured
 */
public record Quick(
    Machine machine,
    MeasuredProfile settings,
    int rate,
    Latency floor,
    Latency system,
    Ratio ratio,
    double recordsPerOrder,
    double kafkaTransactionsPerSecond,
    Optional<Integer> ordersPerSecond,
    boolean complete,
    Map<String, Turn> turns) {
  private static final int RATE = 100;
  private static final List<LoadStep> WARM_UP =
      List.of(LoadStep.of(100, 4), LoadStep.of(500, 6), LoadStep.of(1000, 20));
  private static final TurnPlan FLOOR_PLAN =
      new TurnPlan(WARM_UP, List.of(LoadStep.of(RATE, 15)), KneePlan.NONE);
  private static final TurnPlan SYSTEM_PLAN =
      new TurnPlan(
          WARM_UP, List.of(LoadStep.of(RATE, 15)), new KneePlan(1000, OptionalDouble.of(1.5), 3));

  /** Ratio of the system to the floor. */
  record Ratio(double p50, double p99) {
    static Ratio of(Latency system, Latency floor) {
      return new Ratio(
          system.p50Millis() / floor.p50Millis(), system.p99Millis() / floor.p99Millis());
    }
  }

  /** Returns the main results as text. */
  public String toText() {
    return """
        at %d orders/s   p50 ms   p99 ms
        floor         %9.1f%9.1f
        system        %9.1f%9.1f
        ratio         %9.2f%9.2f
        records per order %.1f, orders/s %s, complete: %s"""
        .formatted(
            rate,
            floor.p50Millis(),
            floor.p99Millis(),
            system.p50Millis(),
            system.p99Millis(),
            ratio.p50(),
            ratio.p99(),
            recordsPerOrder,
            ordersPerSecond.map(String::valueOf).orElse("not measured"),
            complete ? "yes" : "NO");
  }

  public static Quick measure(Path folder) {
    MeasuredProfile profile = MeasuredProfile.LATENCY;
    Turn floor;
    Turn system;
    Verdict audit;
    try (Cluster cluster = Cluster.start(profile, folder);
        Cluster floorCluster = cluster.startFloor(Kind.FLOOR);
        Driver driver = new Driver(cluster);
        Driver floorDriver = new Driver(floorCluster)) {
      driver.open();
      floor = Turn.run(floorDriver, FLOOR_PLAN);
      system = Turn.run(driver, SYSTEM_PLAN);
      audit = Verdict.of(cluster);
    }
    Latency floorLatency = floor.at(RATE).latency();
    Latency systemLatency = system.at(RATE).latency();
    Traffic traffic = system.measuredAt(RATE).traffic();
    return new Quick(
        Machine.here(),
        profile,
        RATE,
        floorLatency,
        systemLatency,
        Ratio.of(systemLatency, floorLatency),
        traffic.records(),
        traffic.kafkaTransactionsPerSecond(),
        system.kneePerSecond(),
        floor.complete() && system.complete() && audit.clean(),
        Map.of("floor", floor, "system", system));
  }
}
