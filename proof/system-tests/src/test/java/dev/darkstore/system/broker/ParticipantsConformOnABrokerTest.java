package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.conformance.Conformance;
import dev.darkstore.conformance.report.ConformanceReport;
import dev.darkstore.conformance.report.ScenarioResult;
import dev.darkstore.conformance.scenario.ConformanceOptions;
import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.KafkaWire;
import dev.darkstore.local.LocalCluster;
import dev.darkstore.local.LocalPlan;
import dev.darkstore.services.ServiceKind;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two participants as services on an embedded broker, tested by their topics alone. */
@DisplayName("Participants on a broker")
@Timeout(240)
class ParticipantsConformOnABrokerTest {
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cluster = LocalCluster.begin(LocalPlan.temporary("darkstore-conformance-"));
    cluster.awaitBroker();
    cluster.startServices();
  }

  @AfterAll
  static void close() throws IOException {
    cluster.close();
  }

  @ParameterizedTest
  @DisplayName("conform, also after a restart")
  @EnumSource(names = {"STORE", "DELIVERY"})
  void conform(ServiceKind service) throws InterruptedException {
    try (Cluster reached = Cluster.connect(cluster.clientConfig());
        KafkaWire wire =
            KafkaWire.connect(
                reached,
                BranchTopics.of(service.toString()),
                Optional.of(() -> restart(service)))) {
      ConformanceReport report = Conformance.run(wire, ConformanceOptions.DEFAULTS);

      assertThat(report.findings()).as(report.toText()).isEmpty();
      assertThat(report.scenarios())
          .filteredOn(scenario -> scenario.skipped().isPresent())
          .extracting(ScenarioResult::name)
          .as("delivery cannot exceed a part of an agent")
          .isSubsetOf("all lines or none");
    }
  }

  private static void restart(ServiceKind service) {
    cluster.stop(service);
    cluster.start(service);
  }
}
