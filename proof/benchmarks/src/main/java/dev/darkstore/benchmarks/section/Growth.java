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

/** Cost of an order when many others are remembered. */
public record Growth(Machine machine, MeasuredProfile profile, List<Grown> grown) {
  private static final List<Integer> CLOSED = List.of(0, 1_000_000, 10_000_000);
  private static final LoadStep LOAD = LoadStep.of(1_000, 60);

  /**
   * At one size; the processes are fresh and warm at each.
   *
   * @param closedOrders that are remembered, beside those of this measurement
   * @param startSeconds until all services ran that had to restore what was added
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
        BenchmarkProgress.say("growth: %,d closed orders".formatted(wanted));
        double startSeconds = ClosedOrders.addAndRestart(cluster, closed, wanted);
        closed = wanted;
        WarmUp.run(driver);
        grown.add(new Grown(wanted, startSeconds, driver.run(LOAD)));
      }
    }
    return new Growth(Machine.here(), MeasuredProfile.LATENCY, grown);
  }
}
