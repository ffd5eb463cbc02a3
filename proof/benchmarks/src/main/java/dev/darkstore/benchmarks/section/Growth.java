package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.load.Agents;
import dev.darkstore.benchmarks.load.BenchmarkProgress;
import dev.darkstore.benchmarks.load.ClosedOrders;
import dev.darkstore.benchmarks.load.Driver;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.LoadStep;
import dev.darkstore.benchmarks.load.WarmUp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cost of an order by the number of closed orders stored. */
public record Growth(Machine machine, MeasuredProfile profile, List<Grown> grown) {
  private static final List<Integer> CLOSED = List.of(0, 1_000_000, 10_000_000);
  private static final LoadStep LOAD = LoadStep.of(1_000, 60);

  /**
   * Result at one size, with processes that were restarted and warmed up.
   *
   * @param closedOrders number of closed orders stored, without those of this measurement
   * @param startSeconds time until all services had restored the added orders and were running
   */
  public record Grown(int closedOrders, double startSeconds, LoadResult load) {}

  public Growth {
    grown = List.copyOf(grown);
  }

  public static Growth measure(Path folder) {
    List<Grown> grown = new ArrayList<>();
    try (Cluster cluster = Cluster.start(MeasuredProfile.LATENCY, folder);
        Driver driver = new Driver(cluster, Agents.POOL)) {
      driver.open();
      WarmUp.run(driver);
      int closed = 0;
      for (int wanted : CLOSED) {
        BenchmarkProgress.print("growth: %,d closed orders".formatted(wanted));
        double startSeconds = ClosedOrders.addAndRestart(cluster, closed, wanted);
        closed = wanted;
        WarmUp.run(driver);
        grown.add(new Grown(wanted, startSeconds, driver.run(LOAD)));
      }
    }
    return new Growth(Machine.here(), MeasuredProfile.LATENCY, grown);
  }
}
