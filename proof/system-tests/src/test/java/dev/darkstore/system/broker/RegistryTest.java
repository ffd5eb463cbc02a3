package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkstore.harness.ChildProcess;
import dev.darkstore.local.LocalPlan;
import dev.darkstore.local.dev.DevServer;
import dev.darkstore.registry.RegistryMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mirror of the topics with the schema registry that {@code -Dregistry.url=URL} names: an order's
 * events are read through it by a client of another vendor, {@code examples/clients/registry}.
 */
@DisplayName("Mirror with a schema registry")
class RegistryTest {
  private static final Path CLIENT =
      Path.of("..", "..", "examples", "clients", "registry").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  @DisplayName("Another vendor's client reads an order's events through the registry")
  void anotherVendorsClientReadsAnOrdersEventsThroughTheRegistry() throws Exception {
    String url = System.getProperty("registry.url");
    assumeTrue(url != null, "the mirror is tested with -Dregistry.url=URL only");
    Program.assumeHas("node", "--version");
    Program.assumeHas("npm", "--version");
    Program.run(CLIENT, "npm", "install", "--no-audit", "--no-fund", "--silent");

    try (DevServer dev =
            DevServer.start(LocalPlan.temporary("darkstore-registry-"), 0, false, Duration.ZERO);
        TestClient client = new TestClient(dev.bootstrapServers(), PATIENCE)) {
      ProcessBuilder mirror =
          new ProcessBuilder(
              ChildProcess.java(
                  List.of("-XX:+UseSerialGC", "-Xmx256m"), RegistryMain.class, List.of()));
      mirror
          .environment()
          .putAll(
              Map.of(
                  "DARKSTORE_REGISTRY_URL", url,
                  "KAFKA_BOOTSTRAP_SERVERS", dev.bootstrapServers(),
                  "KAFKA_STATE_DIR", folder.toString()));
      mirror.redirectOutput(Path.of("target", "registry-mirror.log").toFile());
      ChildProcess process = ChildProcess.start("registry-mirror", mirror);
      try {
        client.order("o-1", "station-road", "north", "butter-250g", 1);
        Awaitility.await("the copy of order-events")
            .atMost(PATIENCE)
            .ignoreException(IllegalStateException.class) // Until the topic exists.
            .until(() -> client.topicSetting("registry-order-events", "retention.ms") != null);

        assertThat(Program.run(CLIENT, "node", "read.js", dev.bootstrapServers(), url, "o-1"))
            .contains(": OrderReceived {\"orderId\":\"o-1\"")
            .contains(": OrderPlaced {\"orderId\":\"o-1\"")
            .contains("\"branch\":\"delivery\"");
      } finally {
        process.terminate();
        process.awaitEnd(PATIENCE);
      }
    }
  }
}
