package dev.darkstore.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cost of an order when orders get in each other's way, or in nobody's; all on one cluster, one
 * after the other.
 *
 * @param bySpread results, by the spread of the orders
 * @param evenAgain the first result once more, measured last: any difference is due to the machine
 * @param audit audit of all of them
 */
record Contention(
    Machine machine,
    Profile profile,
    Map<Spread, LoadResult> bySpread,
    LoadResult evenAgain,
    Verdict audit) {
  private static final Step LOAD = Step.of(1_000, 20);

  Contention {
    bySpread = new LinkedHashMap<>(bySpread);
  }

  static Contention measure(Path folder) {
    try (Cluster cluster = Cluster.start(Profile.LATENCY, folder);
        Driver driver = new Driver(cluster)) {
      driver.open();
      WarmUp.run(driver);
      Map<Spread, LoadResult> bySpread = new LinkedHashMap<>();
      for (Spread spread : Spread.values()) {
        Progress.say("contention: %s".formatted(spread.label()));
        driver.supply().stock(spread);
        bySpread.put(spread, driver.run(LOAD.over(spread)));
      }
      LoadResult evenAgain = driver.run(LOAD);
      return new Contention(
          Machine.here(), Profile.LATENCY, bySpread, evenAgain, Verdict.of(cluster));
    }
  }
}
