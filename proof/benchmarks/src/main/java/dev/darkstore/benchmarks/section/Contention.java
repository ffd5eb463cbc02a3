package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.cluster.Spread;
import dev.darkstore.benchmarks.load.BenchmarkProgress;
import dev.darkstore.benchmarks.load.Driver;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.LoadStep;
import dev.darkstore.benchmarks.load.Verdict;
import dev.darkstore.benchmarks.load.WarmUp;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cost of an order with and without contention between orders; all on one cluster, in sequence.
 *
 * @param bySpread results by the spread of the orders
 * @param evenAgain repetition of the first measurement at the end: any difference is noise
 * @param audit audit of all of them
 */
public record Contention(
    Machine machine,
    MeasuredProfile profile,
    Map<Spread, LoadResult> bySpread,
    LoadResult evenAgain,
    Verdict audit) {
  private static final LoadStep LOAD = LoadStep.of(1_000, 20);

  public Contention {
    bySpread = new LinkedHashMap<>(bySpread);
  }

  public static Contention measure(Path folder) {
    try (Cluster cluster = Cluster.start(MeasuredProfile.LATENCY, folder);
        Driver driver = new Driver(cluster)) {
      driver.open();
      WarmUp.run(driver);
      Map<Spread, LoadResult> bySpread = new LinkedHashMap<>();
      for (Spread spread : Spread.values()) {
        BenchmarkProgress.print("contention: %s".formatted(spread.label()));
        driver.supply().stock(spread);
        bySpread.put(spread, driver.run(LOAD.over(spread)));
      }
      LoadResult evenAgain = driver.run(LOAD);
      return new Contention(
          Machine.here(), MeasuredProfile.LATENCY, bySpread, evenAgain, Verdict.of(cluster));
    }
  }
}
