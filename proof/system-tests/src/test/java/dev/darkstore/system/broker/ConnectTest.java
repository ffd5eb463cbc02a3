package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkstore.benchmarks.section.PostgresServer;
import dev.darkstore.harness.ChildProcess;
import dev.darkstore.harness.PropertiesFile;
import dev.darkstore.local.LocalPlan;
import dev.darkstore.local.dev.DevServer;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Example of {@code examples/connect}: a worker of Kafka Connect between the services that {@code
 * ./darkstore dev} starts and PostgreSQL. Downloads the worker and its connectors, and runs with
 * {@code -Dconnect=true} only.
 */
@DisplayName("Kafka Connect with PostgreSQL")
class ConnectTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Path EXAMPLE = ROOT.resolve("examples/connect");
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path folder;

  @Test
  @DisplayName("Orders come from a table, and their events go to a table")
  void ordersComeFromATableAndEventsGoToATable() throws Exception {
    assumeTrue(Boolean.getBoolean("connect"), "Kafka Connect is tested with -Dconnect=true only");
    Program.assumeHas("mvn", "--version");
    Program.run(EXAMPLE, "mvn", "-q", "-B", "package");

    try (PostgresServer database =
            PostgresServer.start(folder.resolve("postgres"), false, List.of("wal_level=logical"));
        DevServer dev =
            DevServer.start(LocalPlan.temporary("darkstore-connect-"), 0, false, Duration.ZERO)) {
      execute(database, Files.readString(EXAMPLE.resolve("outbox.sql")));
      execute(database, order("shop-1", 1));
      execute(database, order("shop-2", 500));

      ChildProcess connect = connect(database, dev, "first");
      awaitRows(
          database,
          "shop-1 OrderReceived null",
          "shop-1 OrderPlaced null",
          "shop-2 OrderReceived null",
          "shop-2 OrderRejected OUT_OF_STOCK");
      connect.kill();

      // Without its offsets the source reads every row again, and the orders are repeated.
      execute(database, order("shop-3", 1));
      connect = connect(database, dev, "second");
      awaitRows(database, "shop-3 OrderPlaced null");
      connect.kill();
      assertThat(rows(database).stream().filter(row -> !row.contains("OrderReceived")).distinct())
          .as("the outcomes, each of which may be published again")
          .containsExactlyInAnyOrder(
              "shop-1 OrderPlaced null",
              "shop-2 OrderRejected OUT_OF_STOCK",
              "shop-3 OrderPlaced null");
    }
  }

  private static String order(String orderId, int quantity) {
    return """
        INSERT INTO outbox (order_id, request, traceparent) VALUES ('%1$s', '{
          "type": "PlaceOrder", "orderId": "%1$s", "customerId": "c-1",
          "storeId": "station-road", "zoneId": "north",
          "lines": [{"sku": "butter-250g", "quantity": %2$d}]
        }', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')"""
        .formatted(orderId, quantity);
  }

  private ChildProcess connect(PostgresServer database, DevServer dev, String name)
      throws IOException {
    Path worker =
        settings(
            "worker.properties",
            Map.of(
                "bootstrap.servers", dev.bootstrapServers(),
                "offset.storage.file.filename", folder.resolve(name + ".offsets").toString(),
                "listeners", "http://127.0.0.1:0"));
    Path sink =
        settings(
            "order-events-sink.properties",
            Map.of(
                "connection.url",
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(database.port())));
    Path source =
        settings(
            "orders-source.properties", Map.of("database.port", Integer.toString(database.port())));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-Dlog4j2.level=INFO",
            "-cp",
            EXAMPLE.resolve("target/lib") + "/*",
            "org.apache.kafka.connect.cli.ConnectStandalone",
            worker.toString(),
            sink.toString(),
            source.toString());
    return ChildProcess.start(
        "connect",
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectOutput(
                ROOT.resolve("proof/system-tests/target/connect-" + name + ".log").toFile()));
  }

  /** Writes the example's settings with these changes. */
  private Path settings(String file, Map<String, String> changes) throws IOException {
    Properties example = new Properties();
    try (Reader reader = Files.newBufferedReader(EXAMPLE.resolve(file))) {
      example.load(reader);
    }
    Map<String, String> settings = new HashMap<>();
    example.stringPropertyNames().forEach(name -> settings.put(name, example.getProperty(name)));
    settings.putAll(changes);
    return PropertiesFile.write(folder.resolve(file), settings);
  }

  private static void awaitRows(PostgresServer database, String... expected) {
    Awaitility.await("rows of order_events")
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(e -> e instanceof SQLException) // Until the table exists.
        .untilAsserted(() -> assertThat(rows(database)).contains(expected));
  }

  private static List<String> rows(PostgresServer database) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT order_id, type, event::json #>> '{refusal,reason}' FROM order_events")) {
      while (result.next()) {
        rows.add(result.getString(1) + " " + result.getString(2) + " " + result.getString(3));
      }
    }
    return rows;
  }

  private static void execute(PostgresServer database, String sql) throws SQLException {
    try (Connection connection = database.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
