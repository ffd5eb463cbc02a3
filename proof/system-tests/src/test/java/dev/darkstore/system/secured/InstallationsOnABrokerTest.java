package dev.darkstore.system.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.audit.AuditOptions;
import dev.darkstore.audit.TopicAudit;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two installations on a broker with access rights, each with its own users. */
@DisplayName("Two installations on a secured broker")
class InstallationsOnABrokerTest {
  private static final Installation EAST = new Installation("east.");

  @TempDir private static Path folder;
  private static SecuredCluster plain;
  private static SecuredCluster east;
  private static SecuredServices plainServices;
  private static SecuredServices eastServices;

  @BeforeAll
  static void start() throws Exception {
    plain = SecuredCluster.withPasswords(folder, Map.of());
    plain.setUp();
    east = plain.beside(EAST);
    east.setUp();
    plainServices = new SecuredServices(plain, folder.resolve("state"));
    eastServices = new SecuredServices(east, folder.resolve("state"));
    plainServices.startAll();
    eastServices.startAll();
  }

  @AfterAll
  static void close() {
    eastServices.close();
    plainServices.close();
    plain.close();
  }

  @Test
  @DisplayName("Both place orders with the same id, and the audit of each is clean")
  void bothPlaceOrders() throws Exception {
    for (SecuredCluster cluster : new SecuredCluster[] {plain, east}) {
      ExternalClients clients = new ExternalClients(cluster);
      clients.stock(5);
      clients.agents(2);
      clients.order("o-1");
      clients.awaitPlaced("o-1");
    }

    for (SecuredCluster cluster : new SecuredCluster[] {plain, east}) {
      Awaitility.await()
          .atMost(ExternalClients.PATIENCE)
          .untilAsserted(
              () -> {
                AuditReport report = audit(cluster);
                assertThat(report.isClean()).as(report.toText()).isTrue();
                assertThat(report.toText()).containsPattern("orders +1\\n");
              });
    }
  }

  private static AuditReport audit(SecuredCluster cluster) throws InterruptedException {
    try (Cluster auditors = cluster.connect(Principal.AUDITORS)) {
      return TopicAudit.run(
          auditors.config(),
          auditors.installation(),
          AuditOptions.DEFAULTS.withGraceMillis(0),
          violation -> {},
          () -> false);
    }
  }

  @Test
  @DisplayName("A user of one may not describe a topic of the other")
  void aUserOfOneMayNotDescribeATopicOfTheOther() throws Exception {
    assertRefused(east.client(Principal.AUDITORS), Installation.DEFAULT);
    assertRefused(plain.client(Principal.AUDITORS), EAST);
  }

  private static void assertRefused(Map<String, String> user, Installation other)
      throws InterruptedException {
    try (Cluster cluster = Cluster.connect(Map.copyOf(user), other)) {
      for (Topic topic : Installation.DEFAULT.topics()) {
        assertThatThrownBy(() -> cluster.partitions(topic))
            .isInstanceOf(UnusableException.class)
            .hasMessageContaining("Topic authorization failed");
      }
    }
  }
}
