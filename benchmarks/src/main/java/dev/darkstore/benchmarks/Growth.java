package dev.darkstore.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What an order costs when many others are remembered. */
record Growth(Machine machine, Profile profile, List<Grown> grown) {
  private static final List<Integer> CLOSED = List.of(0, 1_000_000, 10_000_000);
  private static final Step LOAD = Step.of(1_000, 30);

  /**
   * At one size.
   *
   * @param closedOrders that are remembered
   * @param fillSeconds how long it took to get there from the size before
   */
  record Grown(int closedOrders, double fillSeconds, LoadResult load) {}

  Growth {
    grown = List.copyOf(grown);
  }

  static Growth measure(Path folder) {
    List<Grown> grown = new ArrayList<>();
    try (Cluster cluster = Cluster.start(Kind.SYSTEM, Profile.THROUGHPUT, folder);
        Driver driver = new Driver(cluster, Agents.POOL)) {
      driver.open();
      TurnPlan.WARM_UP.forEach(driver::run);
      int closed = 0;
      for (int wanted : CLOSED) {
        Progress.say("growth: %,d closed orders".formatted(wanted));
        long startNanos = System.nanoTime();
        driver.fill(wanted - closed);
        closed = wanted;
        double fillSeconds = (System.nanoTime() - startNanos) / 1e9;
        cluster.awaitQuiet();
        grown.add(new Grown(wanted, fillSeconds, driver.run(LOAD)));
      }
    }
    return new Growth(Machine.here(), Profile.THROUGHPUT, grown);
  }
}
