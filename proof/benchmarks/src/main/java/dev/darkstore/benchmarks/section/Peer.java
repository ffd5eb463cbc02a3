package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.load.BenchmarkProgress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Results of two-phase commit over databases for the same orders, and of its coordinator's crash.
 */
public record Peer(Machine machine, List<PostgresPeer.Row> rows, PostgresCrash coordinatorCrash) {
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration LENGTH = Duration.ofSeconds(30);

  public Peer {
    rows = List.copyOf(rows);
  }

  public static Peer measure(Path folder) {
    BenchmarkProgress.print("two-phase commit over PostgreSQL");
    try {
      PostgresCrash crash = PostgresCrash.measure(folder);
      List<PostgresPeer.Row> rows = PostgresPeer.measure(folder, WARM_UP, LENGTH);
      return new Peer(Machine.here(), rows, crash);
    } catch (SQLException e) {
      throw new IllegalStateException("the peer failed", e);
    }
  }
}
