package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.load.BenchmarkProgress;
import dev.darkstore.benchmarks.load.Driver;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.LoadStep;
import dev.darkstore.benchmarks.load.WarmUp;
import dev.darkstore.harness.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cost of open and expiring reservations for all other orders. The driver sends the reservations to
 * the store participant in place of the coordinator, so this cluster is not audited.
 *
 * @param idleTick cost of a tick that finds nothing due
 * @param before orders while nothing else is open
 * @param whileOpen orders while reservations are open for long, by the number of reservations
 * @param expiringReservations number of reservations that then expired at the same time
 * @param whileExpiring orders from that time on
 */
public record Timers(
    Machine machine,
    MeasuredProfile profile,
    List<IdleTick> idleTick,
    LoadResult before,
    Map<Integer, LoadResult> whileOpen,
    int expiringReservations,
    LoadResult whileExpiring) {
  private static final List<Integer> OPEN = List.of(100, 10_000, 1_000_000);
  private static final int EXPIRING = 100_000;
  private static final int PHASE_OF_OPEN = 0x10000;
  private static final int PHASE_OF_EXPIRING = 0x20000;
  private static final long LONG_MILLIS = Duration.ofHours(12).toMillis();
  private static final Duration TIME_TO_RESERVE = Duration.ofSeconds(30);
  private static final Duration LEAD = Duration.ofSeconds(1);
  private static final LoadStep LOAD = LoadStep.of(1_000, 20);
  // About the time until all of them are released.
  private static final LoadStep LOAD_WHILE_EXPIRING = LoadStep.of(1_000, 60);
  private static final int STORE_HEAP_MEGABYTES = 1_536;

  public Timers {
    idleTick = List.copyOf(idleTick);
    whileOpen = new LinkedHashMap<>(whileOpen);
  }

  public static Timers measure(Path folder) {
    BenchmarkProgress.print("timers");
    List<IdleTick> idleTick = IdleTick.measure(List.of(0, 100, 10_000, 1_000_000));
    MeasuredProfile profile = MeasuredProfile.LATENCY.withHeapMegabytes(STORE_HEAP_MEGABYTES);
    try (Cluster cluster = Cluster.start(profile, folder);
        Driver driver = new Driver(cluster)) {
      driver.open();
      WarmUp.run(driver);
      LoadResult before = driver.run(LOAD);
      Map<Integer, LoadResult> whileOpen = new LinkedHashMap<>();
      for (int open : OPEN) {
        // Open reservations are reserved again, which has no effect.
        driver.supply().reservations(PHASE_OF_OPEN, open, () -> LONG_MILLIS);
        cluster.awaitQuiet();
        whileOpen.put(open, driver.run(LOAD));
      }
      LoadResult whileExpiring = whileExpiring(cluster, driver);
      return new Timers(
          Machine.here(), profile, idleTick, before, whileOpen, EXPIRING, whileExpiring);
    }
  }

  private static LoadResult whileExpiring(Cluster cluster, Driver driver) {
    driver.prepare(LOAD_WHILE_EXPIRING);
    long expiryMillis = System.currentTimeMillis() + TIME_TO_RESERVE.toMillis();
    driver
        .supply()
        .reservations(
            PHASE_OF_EXPIRING,
            EXPIRING,
            () -> Math.max(1, expiryMillis - System.currentTimeMillis()));
    cluster.awaitQuiet();
    Waiting.pause(Duration.ofMillis(expiryMillis - System.currentTimeMillis()).minus(LEAD));
    return driver.runPrepared();
  }
}
