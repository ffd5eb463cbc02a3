package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.load.Agents;
import dev.darkstore.benchmarks.load.BenchmarkProgress;
import dev.darkstore.benchmarks.load.ClosedOrders;
import dev.darkstore.benchmarks.load.Completeness;
import dev.darkstore.benchmarks.load.Driver;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.LoadStep;
import dev.darkstore.benchmarks.load.WarmUp;
import dev.darkstore.harness.Waiting;
import dev.darkstore.services.ServiceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Longest time without a placed order after a service is killed, with many closed orders stored.
 *
 * @param closedOrders number of closed orders stored
 * @param startSeconds time until all three services had restored them and were running
 */
public record Recovery(
    Machine machine,
    MeasuredProfile profile,
    int closedOrders,
    double startSeconds,
    List<Kill> kills) {
  private static final int CLOSED = 1_000_000;
  private static final LoadStep LOAD = LoadStep.of(100, 50);
  private static final Duration BEFORE_KILL = Duration.ofSeconds(10);
  private static final Duration STANDBY_CATCHES_UP = Duration.ofSeconds(30);

  /**
   * Result of one kill -9 under load.
   *
   * @param standby true if a second instance was running; otherwise the killed one is started again
   *     at once
   * @param silenceSeconds longest time without a placed order in a partition, across the kill
   */
  public record Kill(
      ServiceKind part, boolean standby, double silenceSeconds, Completeness completeness) {}

  public Recovery {
    kills = List.copyOf(kills);
  }

  public static Recovery measure(Path folder) {
    List<Kill> kills = new ArrayList<>();
    double startSeconds;
    try (Cluster cluster = Cluster.start(MeasuredProfile.LATENCY, folder);
        Driver driver = new Driver(cluster, Agents.POOL)) {
      driver.open();
      WarmUp.run(driver);
      BenchmarkProgress.print("recovery: %,d closed orders".formatted(CLOSED));
      startSeconds = ClosedOrders.addAndRestart(cluster, 0, CLOSED);
      WarmUp.run(driver);
      for (ServiceKind part : ServiceKind.values()) {
        BenchmarkProgress.print("recovery: kill %s, start it again".formatted(part));
        kills.add(kill(cluster, driver, part, false));
      }
      for (ServiceKind part : ServiceKind.values()) {
        BenchmarkProgress.print("recovery: kill %s beside a standby".formatted(part));
        cluster.startStandby(part);
        Waiting.pause(STANDBY_CATCHES_UP);
        kills.add(kill(cluster, driver, part, true));
      }
    }
    return new Recovery(Machine.here(), MeasuredProfile.LATENCY, CLOSED, startSeconds, kills);
  }

  private static Kill kill(Cluster cluster, Driver driver, ServiceKind part, boolean standby) {
    Thread killer =
        new Thread(
            () -> {
              Waiting.pause(BEFORE_KILL);
              driver.gaps().reset(Cluster.PARTITIONS, System.nanoTime());
              cluster.kill(part);
              if (!standby) {
                cluster.start(part);
              }
            },
            "killer");
    killer.start();
    LoadResult load = driver.run(LOAD);
    double silenceSeconds = driver.gaps().longestSeconds();
    try {
      killer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    if (standby) {
      cluster.promoteStandby(part);
    }
    return new Kill(part, standby, silenceSeconds, load.completeness());
  }
}
