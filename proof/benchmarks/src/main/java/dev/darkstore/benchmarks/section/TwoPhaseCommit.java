package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Spread;
import dev.darkstore.benchmarks.cluster.Workload;
import dev.darkstore.events.OrderLine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Client of the classic two-phase commit (Gray, 1978): take the goods and an agent, prepare in both
 * databases, log the decision, commit in both. Presumed abort: an order absent from the log counts
 * as aborted.
 */
final class TwoPhaseCommit implements AutoCloseable {
  private static final String TAKE_GOODS =
      "UPDATE stock SET available = available - ? WHERE store_id = ? AND sku = ? AND available >= ?";
  private static final String NOTE_GOODS = "INSERT INTO assignment VALUES (?, ?, ?)";

  /** Takes the agent idle longest, and skips agents that other clients have locked. */
  private static final String TAKE_AGENT =
      """
      UPDATE agent SET order_id = ?
      WHERE (zone_id, agent_id) IN (
        SELECT zone_id, agent_id FROM agent WHERE zone_id = ? AND order_id IS NULL
        ORDER BY idle_since LIMIT 1 FOR UPDATE SKIP LOCKED)""";

  private static final String DECIDE = "INSERT INTO decision VALUES (?, 'PLACED')";

  private final Connection log;
  private final Connection stock;
  private final Connection agents;
  private final Statement stockStatement;
  private final Statement agentStatement;
  private final PreparedStatement takeGoods;
  private final PreparedStatement noteGoods;
  private final PreparedStatement takeAgent;
  private final PreparedStatement decide;

  TwoPhaseCommit(PostgresServer server) throws SQLException {
    log = server.connect(PostgresShop.LOG);
    stock = server.connect(PostgresShop.STOCK);
    agents = server.connect(PostgresShop.AGENTS);
    stockStatement = stock.createStatement();
    agentStatement = agents.createStatement();
    takeGoods = stock.prepareStatement(TAKE_GOODS);
    noteGoods = stock.prepareStatement(NOTE_GOODS);
    takeAgent = agents.prepareStatement(TAKE_AGENT);
    decide = log.prepareStatement(DECIDE);
  }

  /** Places an order; returns false, and takes nothing, if goods or agents are short. */
  boolean place(int phase, long number) throws SQLException {
    String orderId = Workload.orderId(phase, number);
    if (!prepare(orderId, number)) {
      return false;
    }
    decide.setString(1, orderId);
    decide.executeUpdate();
    stockStatement.execute("COMMIT PREPARED '" + stockBranch(orderId) + "'");
    agentStatement.execute("COMMIT PREPARED '" + agentBranch(orderId) + "'");
    return true;
  }

  /** Runs the first phase alone: afterwards both databases wait for the decision. */
  boolean prepare(String orderId, long number) throws SQLException {
    stockStatement.execute("BEGIN");
    agentStatement.execute("BEGIN");
    if (!takeGoods(orderId, number) || !takeAgent(orderId, number)) {
      stockStatement.execute("ROLLBACK");
      agentStatement.execute("ROLLBACK");
      return false;
    }
    stockStatement.execute("PREPARE TRANSACTION '" + stockBranch(orderId) + "'");
    agentStatement.execute("PREPARE TRANSACTION '" + agentBranch(orderId) + "'");
    return true;
  }

  /** Sets the lock timeout of this client. */
  void lockTimeoutMillis(int millis) throws SQLException {
    stockStatement.execute("SET lock_timeout = " + millis);
  }

  @Override
  public void close() throws SQLException {
    try (log;
        stock;
        agents) {
      stockStatement.close();
    }
  }

  /** Returns a name that is unique across the databases of a server, as PostgreSQL requires. */
  private static String stockBranch(String orderId) {
    return orderId + "/stock";
  }

  private static String agentBranch(String orderId) {
    return orderId + "/agent";
  }

  private boolean takeGoods(String orderId, long number) throws SQLException {
    String storeId = Workload.storeId(Spread.EVEN.storeOf(number));
    // In the same sequence for all clients, so that they cannot deadlock.
    List<OrderLine> lines =
        Spread.EVEN.lines(number).stream().sorted(Comparator.comparing(OrderLine::getSku)).toList();
    for (OrderLine line : lines) {
      takeGoods.setLong(1, line.getQuantity());
      takeGoods.setString(2, storeId);
      takeGoods.setString(3, line.getSku());
      takeGoods.setLong(4, line.getQuantity());
      if (takeGoods.executeUpdate() == 0) {
        return false;
      }
    }
    noteGoods.setString(1, orderId);
    noteGoods.setString(2, storeId);
    noteGoods.setString(
        3,
        lines.stream()
            .map(line -> line.getSku() + "x" + line.getQuantity())
            .collect(Collectors.joining(",")));
    noteGoods.executeUpdate();
    return true;
  }

  private boolean takeAgent(String orderId, long number) throws SQLException {
    takeAgent.setString(1, orderId);
    takeAgent.setString(2, Workload.zoneId(Spread.EVEN.zoneOf(number)));
    return takeAgent.executeUpdate() == 1;
  }
}
