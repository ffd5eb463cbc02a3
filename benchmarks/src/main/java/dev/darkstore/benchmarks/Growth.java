package dev.darkstore.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cost of an order when many others are remembered. */
record Growth(Machine machine, Profile profile, List<Grown> grown) {
  private static final List<Integer> CLOSED = List.of(0, 1_000_000, 10_000_000);
  private static final Step LOAD = Step.of(1_000, 60);

  /**
   * At one size; the processes are fresh and warm at each.
   *
   * @param closedOrders that are remembered, beside those of this measurement
   * @param startSeconds until all services ran that had to restore what was added
   */
  record Grown(int closedOrders, double startSeconds, LoadResult load) {}

  Growth {
    grown = List.copyOf(grown);
  }

  static Growth measure(Path folder) {
    List<Grown> grown = new ArrayList<>();
    try (Cluster cluster = Cluster.start(Profile.LATENCY, folder);
        Driver driver = new Driver(cluster, Agents.POOL)) {
      driver.open();
      WarmUp.run(driver);
      int closed = 0;
      for (int wanted : CLOSED) {
        Progress.say("growth: %,d closed orders".formatted(wanted));
        double startSeconds = ClosedOrders.addAndRestart(cluster, closed, wanted);
        closed = wanted;
        WarmUp.run(driver);
        grown.add(new Grown(wanted, startSeconds, driver.run(LOAD)));
      }
    }
    return new Growth(Machine.here(), Profile.LATENCY, grown);
  }
}
