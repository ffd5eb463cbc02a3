package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Workload;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Prepared transactions left by a coordinator that crashes between the two phases: each keeps its
 * locks in its database until an operator, or the same coordinator, decides. A restart of the
 * databases does not change that.
 *
 * @param postgres version of the server
 * @param orders number of orders in progress when the coordinator crashed
 * @param preparedAfterCrash number of prepared transactions left in both databases
 * @param rowLocksAfterCrash number of locks that they hold
 * @param preparedAfterRestart number of prepared transactions left after a crash and restart of the
 *     databases
 * @param nextOrderFails true if the next order for the same goods cannot be placed
 * @param nextOrderMessage error message for that order
 * @param nextOrderWaitedMillis time that it waited: its lock timeout
 */
public record PostgresCrash(
    String postgres,
    int orders,
    long preparedAfterCrash,
    long rowLocksAfterCrash,
    long preparedAfterRestart,
    boolean nextOrderFails,
    String nextOrderMessage,
    double nextOrderWaitedMillis) {
  private static final int ORDERS = 8;
  private static final int PATIENCE_MILLIS = 3_000;
  private static final String LOCKS =
      "SELECT count(*) FROM pg_locks WHERE pid IS NULL AND mode = 'RowExclusiveLock'";

  static PostgresCrash measure(Path folder) throws SQLException {
    try (PostgresServer server = PostgresServer.start(folder, true)) {
      PostgresShop.create(server);
      PostgresShop.supply(server, 10);
      for (int order = 0; order < ORDERS; order++) {
        // The client ends here, as if killed, without a decision.
        try (TwoPhaseCommit client = new TwoPhaseCommit(server)) {
          client.prepare(Workload.orderId(1, order), order);
        }
      }
      long prepared = PostgresPeer.prepared(server);
      long locks = PostgresShop.count(server, "postgres", LOCKS);
      server.crash();
      server.start(true);
      long preparedAfterRestart = PostgresPeer.prepared(server);
      return nextOrder(server, prepared, locks, preparedAfterRestart);
    }
  }

  private static PostgresCrash nextOrder(
      PostgresServer server, long prepared, long locks, long preparedAfterRestart)
      throws SQLException {
    long startNanos = System.nanoTime();
    boolean fails = false;
    String message = "";
    try (TwoPhaseCommit client = new TwoPhaseCommit(server)) {
      client.lockTimeoutMillis(PATIENCE_MILLIS);
      client.place(2, 0);
    } catch (SQLException e) {
      fails = true;
      message = e.getMessage();
    }
    return new PostgresCrash(
        server.version(),
        ORDERS,
        prepared,
        locks,
        preparedAfterRestart,
        fails,
        message,
        (System.nanoTime() - startNanos) / 1e6);
  }
}
