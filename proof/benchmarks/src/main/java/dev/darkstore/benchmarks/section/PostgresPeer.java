package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.load.Latency;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Load on the peer: clients that each place orders one after the other. */
public final class PostgresPeer {
  private static final List<Integer> CLIENTS = List.of(1, 8, 16, 32);
  private static final int AGENTS_PER_ZONE = 2_500;
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(1);

  private PostgresPeer() {}

  /**
   * Result for one number of clients.
   *
   * @param fsync true if PostgreSQL waits until its log is on disk
   * @param latency time of one order, from its start to its last commit
   * @param consistent true if decisions, goods and agents agree at the end, and nothing is left
   *     prepared
   */
  public record Row(
      boolean fsync,
      int clients,
      double ordersPerSecond,
      Latency latency,
      long placed,
      long refused,
      boolean consistent) {}

  static List<Row> measure(Path folder, Duration warmUp, Duration length) throws SQLException {
    List<Row> rows = new ArrayList<>();
    for (boolean fsync : List.of(false, true)) {
      try (PostgresServer server = PostgresServer.start(folder, fsync)) {
        PostgresShop.create(server);
        for (int clients : CLIENTS) {
          rows.add(measure(server, fsync, clients, warmUp, length));
        }
      }
    }
    return rows;
  }

  private static Row measure(
      PostgresServer server, boolean fsync, int clients, Duration warmUp, Duration length)
      throws SQLException {
    PostgresShop.supply(server, AGENTS_PER_ZONE);
    AtomicLong numbers = new AtomicLong();
    long measureNanos = System.nanoTime() + warmUp.toNanos();
    long endNanos = measureNanos + length.toNanos();
    List<Callable<ClientResult>> work = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      work.add(() -> placeUntil(server, numbers, measureNanos, endNanos));
    }
    Histogram latencies = new Histogram(HIGHEST_MICROS, 3);
    long placed = 0;
    long refused = 0;
    for (ClientResult result : runAll(work)) {
      latencies.add(result.latencyMicros);
      placed += result.placed;
      refused += result.refused;
    }
    return new Row(
        fsync,
        clients,
        latencies.getTotalCount() / (length.toNanos() / 1e9),
        Latency.ofMicros(latencies),
        placed,
        refused,
        isConsistent(server, placed));
  }

  private record ClientResult(Histogram latencyMicros, long placed, long refused) {}

  private static ClientResult placeUntil(
      PostgresServer server, AtomicLong numbers, long measureNanos, long endNanos)
      throws SQLException {
    Histogram latencies = new Histogram(HIGHEST_MICROS, 3);
    long placed = 0;
    long refused = 0;
    try (TwoPhaseCommit client = new TwoPhaseCommit(server)) {
      long now = System.nanoTime();
      while (now < endNanos) {
        boolean done = client.place(1, numbers.getAndIncrement());
        long after = System.nanoTime();
        if (!done) {
          refused++;
        } else {
          placed++;
          if (now >= measureNanos && after <= endNanos) {
            latencies.recordValue(Math.min(HIGHEST_MICROS, (after - now) / 1000));
          }
        }
        now = after;
      }
    }
    return new ClientResult(latencies, placed, refused);
  }

  private static List<ClientResult> runAll(List<Callable<ClientResult>> work) {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<ClientResult> results = new ArrayList<>();
      for (Future<ClientResult> future : threads.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean isConsistent(PostgresServer server, long placed) throws SQLException {
    return PostgresShop.count(server, PostgresShop.LOG, "SELECT count(*) FROM decision") == placed
        && PostgresShop.count(server, PostgresShop.STOCK, "SELECT count(*) FROM assignment")
            == placed
        && PostgresShop.count(
                server,
                PostgresShop.AGENTS,
                "SELECT count(*) FROM agent WHERE order_id IS NOT NULL")
            == placed
        && prepared(server) == 0;
  }

  static long prepared(PostgresServer server) throws SQLException {
    return PostgresShop.count(server, "postgres", "SELECT count(*) FROM pg_prepared_xacts");
  }
}
