package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Spread;
import dev.darkstore.benchmarks.cluster.Workload;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Databases of the peer: stock, agents, and the coordinator's log. All three are on one server, to
 * the peer's advantage: they share one log on disk, and one flush of it serves all.
 */
final class PostgresShop {
  static final String LOG = "coordinator";
  static final String STOCK = "stock";
  static final String AGENTS = "agents";

  private PostgresShop() {}

  static void create(PostgresServer server) throws SQLException {
    execute(
        server,
        "postgres",
        List.of("CREATE DATABASE " + LOG, "CREATE DATABASE " + STOCK, "CREATE DATABASE " + AGENTS));
    execute(
        server,
        LOG,
        List.of("CREATE TABLE decision (order_id text PRIMARY KEY, outcome text NOT NULL)"));
    execute(
        server,
        STOCK,
        List.of(
            """
            CREATE TABLE stock (store_id text, sku text, available bigint NOT NULL,
              PRIMARY KEY (store_id, sku), CHECK (available >= 0))""",
            """
            CREATE TABLE assignment (order_id text PRIMARY KEY, store_id text NOT NULL,
              lines text NOT NULL)"""));
    execute(
        server,
        AGENTS,
        List.of(
            """
            CREATE TABLE agent (zone_id text, agent_id text, idle_since bigint NOT NULL,
              order_id text, PRIMARY KEY (zone_id, agent_id))""",
            "CREATE INDEX free ON agent (zone_id, idle_since) WHERE order_id IS NULL"));
  }

  /** Resets all tables: ample stock, and this many free agents in each zone. */
  static void supply(PostgresServer server, int agentsPerZone) throws SQLException {
    execute(server, LOG, List.of("TRUNCATE decision"));
    execute(
        server,
        STOCK,
        List.of(
            "TRUNCATE stock, assignment",
            """
            INSERT INTO stock
            SELECT 'store-' || lpad(s::text, 3, '0'), 'sku-' || lpad(k::text, 5, '0'), 1000000
            FROM generate_series(0, %d) s, generate_series(0, %d) k"""
                .formatted(Spread.EVEN.stores() - 1, Workload.SKUS_PER_STORE - 1),
            "VACUUM ANALYZE stock"));
    execute(
        server,
        AGENTS,
        List.of(
            "TRUNCATE agent",
            """
            INSERT INTO agent
            SELECT 'zone-' || lpad(z::text, 3, '0'), 'agent-' || z || '-' || a, a, NULL
            FROM generate_series(0, %d) z, generate_series(1, %d) a"""
                .formatted(Spread.EVEN.stores() - 1, agentsPerZone),
            "VACUUM ANALYZE agent"));
    execute(server, "postgres", List.of("CHECKPOINT"));
  }

  /** Returns the single number of a query. */
  static long count(PostgresServer server, String database, String query) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void execute(PostgresServer server, String database, List<String> statements)
      throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
