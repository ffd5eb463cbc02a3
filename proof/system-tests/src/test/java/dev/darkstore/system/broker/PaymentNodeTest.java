package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.conformance.Conformance;
import dev.darkstore.conformance.report.ConformanceReport;
import dev.darkstore.conformance.report.ScenarioResult;
import dev.darkstore.conformance.resource.ResourcesFile;
import dev.darkstore.conformance.scenario.ConformanceOptions;
import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.KafkaWire;
import dev.darkstore.local.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Participant of {@code examples/payment-node}, as a process on an embedded broker. It needs
 * programs that a build does not, and is tested with {@code -Dclients=true} only.
 */
@DisplayName("The payment participant in JavaScript")
@Timeout(300)
class PaymentNodeTest {
  private static final Path EXAMPLES = Path.of("..", "..", "examples").toAbsolutePath();
  private static final Path NODE = EXAMPLES.resolve("payment-node");

  @TempDir private static Path folder;
  private Process participant;

  @Test
  @DisplayName("conforms to the protocol, also after it was killed")
  void conformsAlsoAfterItWasKilled() throws Exception {
    assumeTrue(Boolean.getBoolean("clients"), "needs -Dclients=true");
    Program.assumeHas("node", "--version");
    Program.assumeHas("npm", "--version");
    Program.run(NODE, "npm", "ci", "--no-audit", "--no-fund", "--silent");
    Program.run(NODE, "node", "--test");
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.temporary())) {
      Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
      createTopics(config);
      start(broker.bootstrapServers());
      try (Cluster cluster = Cluster.connect(config);
          KafkaWire wire =
              KafkaWire.connect(
                  cluster,
                  BranchTopics.of("payment"),
                  Optional.of(() -> restart(broker.bootstrapServers())))) {
        ConformanceReport report =
            Conformance.run(
                wire,
                ResourcesFile.read(EXAMPLES.resolve("payment-resources.json")),
                ConformanceOptions.DEFAULTS);

        assertThat(report.findings()).as(report.toText()).isEmpty();
        assertThat(report.scenarios()).allMatch(ScenarioResult::isPassed);
      } finally {
        participant.destroyForcibly().waitFor();
      }
    }
  }

  private static void createTopics(Map<String, Object> config) throws Exception {
    try (Admin admin = Admin.create(config)) {
      List<NewTopic> topics =
          Stream.of("commands", "releases", "events", "votes")
              .map(role -> new NewTopic("payment-" + role, 3, (short) 1))
              .toList();
      admin.createTopics(topics).all().get();
      admin.createTopics(List.of(new NewTopic("dead-letters", 1, (short) 1))).all().get();
    }
  }

  private void restart(String bootstrapServers) {
    participant.destroyForcibly();
    participant.onExit().join();
    start(bootstrapServers);
  }

  private void start(String bootstrapServers) {
    ProcessBuilder builder =
        new ProcessBuilder("node", "participant.js")
            .directory(NODE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(Path.of("target", "payment-node.log").toFile()));
    builder
        .environment()
        .putAll(
            Map.of(
                "BOOTSTRAP", bootstrapServers, "LIMIT_CENTS", "3000", "DATA", folder.toString()));
    try {
      participant = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("node cannot be started", e);
    }
  }
}
