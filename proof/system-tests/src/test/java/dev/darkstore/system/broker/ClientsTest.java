package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkstore.local.LocalPlan;
import dev.darkstore.local.dev.DevServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of {@code examples/clients}, each of which places an order with the services that {@code
 * ./darkstore dev} starts. They need programs that a build does not, and are tested with {@code
 * -Dclients=true} only; a client whose program is missing is skipped.
 */
@DisplayName("Example clients in other languages")
class ClientsTest {
  private static final Path CLIENTS = Path.of("..", "..", "examples", "clients").toAbsolutePath();

  @TempDir private static Path folder;
  private static DevServer dev;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Boolean.getBoolean("clients"),
        "clients in other languages are tested with -Dclients=true only");
    dev = DevServer.start(LocalPlan.temporary("darkstore-clients-"), 0, false, Duration.ZERO);
  }

  @AfterAll
  static void close() throws IOException {
    if (dev != null) {
      dev.close();
    }
  }

  @Test
  @DisplayName("kcat places an order in JSON")
  void kcatPlacesAnOrderInJson() throws Exception {
    Program.assumeHas("kcat", "-V");

    // Several orders: some are on another partition than murmur2 chooses.
    for (int i = 0; i < 4; i++) {
      String order = "kcat-" + i;
      assertThat(Program.run(CLIENTS.resolve("kcat"), "./order.sh", dev.bootstrapServers(), order))
          .contains("placed " + order + " on orders, as JSON", order + " OrderReceived")
          .endsWith(order + " OrderPlaced");
    }
  }

  @Test
  @DisplayName("kcat prints why an order is rejected")
  void kcatPrintsWhyAnOrderIsRejected() throws Exception {
    Program.assumeHas("kcat", "-V");
    Path script = Files.createTempDirectory(folder, "kcat-").resolve("order.sh");
    Files.writeString(
        script,
        Files.readString(CLIENTS.resolve("kcat/order.sh"))
            .replace("\\\"quantity\\\":1", "\\\"quantity\\\":500"));

    Program.Result result =
        Program.result(
            script.getParent(), Map.of(), "bash", "order.sh", dev.bootstrapServers(), "k-no");

    assertThat(result.output()).contains("k-no OrderRejected: butter-250g: 500 wanted");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  @DisplayName("Kafka's console tools place an order in JSON")
  void theConsoleToolsPlaceAnOrderInJson() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("kafka/bin"));
    // The scripts of a Kafka distribution, with the class path of the tests.
    script(bin.resolve("kafka-console-producer.sh"), "org.apache.kafka.tools.ConsoleProducer");
    script(
        bin.resolve("kafka-console-consumer.sh"),
        "org.apache.kafka.tools.consumer.ConsoleConsumer");

    Program.Result result =
        Program.result(
            CLIENTS.resolve("console"),
            Map.of("KAFKA_HOME", bin.getParent().toString()),
            "./order.sh",
            dev.bootstrapServers(),
            "console-1");

    assertThat(result.output())
        .contains("{\"type\":\"OrderReceived\",\"orderId\":\"console-1\"")
        .contains("{\"type\":\"OrderPlaced\",\"orderId\":\"console-1\"")
        .contains("agent-of-console-1");
    assertThat(result.status()).as(result.output()).isZero();
  }

  @Test
  @DisplayName("A Node client places an order in Avro")
  void nodePlacesAnOrderInAvro() throws Exception {
    Program.assumeHas("node", "--version");
    Program.assumeHas("npm", "--version");
    Path node = CLIENTS.resolve("node");
    Program.run(node, "npm", "install", "--no-audit", "--no-fund", "--silent");

    assertThat(Program.run(node, "node", "order.js", dev.bootstrapServers(), "node-1"))
        .contains("order-events {\"type\":\"OrderReceived\",\"orderId\":\"node-1\"")
        .contains("order-events {\"type\":\"OrderPlaced\",\"orderId\":\"node-1\"")
        .contains("delivery-notifications {\"type\":\"DeliverOrder\",\"orderId\":\"node-1\"");
  }

  private static void script(Path file, String mainClass) throws IOException {
    UnaryOperator<String> quoted = text -> "'" + text.replace("'", "'\\''") + "'";
    List<String> lines =
        List.of(
            "#!/bin/sh",
            "exec "
                + quoted.apply(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                + " -cp "
                + quoted.apply(System.getProperty("java.class.path"))
                + " "
                + mainClass
                + " \"$@\"");
    Files.write(file, lines);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
