package dev.darkstore.system.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.command.orders.RequestOutcome;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OAUTHBEARER over TLS: the subject of a token is the user. */
@DisplayName("Tokens on a broker")
class TokensOnABrokerTest {
  /** Validity that ends several times during the test. */
  private static final Duration SHORT = Duration.ofSeconds(15);

  @TempDir private static Path folder;
  private static final LogWatch LOG = new LogWatch();
  private static SecuredCluster cluster;
  private static SecuredServices services;

  @BeforeAll
  static void start() throws Exception {
    cluster = SecuredCluster.withTokens(folder, SHORT);
    cluster.setUp();
    services = new SecuredServices(cluster, folder.resolve("state"));
    services.startAll();
  }

  @AfterAll
  static void close() {
    services.close();
    cluster.close();
    LOG.close();
    LOG.assertContainsNoneOf(cluster.passwords());
  }

  @Test
  @DisplayName("Services and clients place orders, also after their first token has expired")
  void ordersArePlacedAlsoAfterATokenHasExpired() throws Exception {
    ExternalClients clients = new ExternalClients(cluster);
    clients.stock(5);
    clients.agents(2);
    assertThat(clients.place("o-1").kind()).isEqualTo(RequestOutcome.Kind.PLACED);

    int before = cluster.tokensOf(Principal.STORE);
    Awaitility.await("new tokens of a service")
        .atMost(ExternalClients.PATIENCE)
        .until(() -> cluster.tokensOf(Principal.STORE) > before + 1);

    assertThat(clients.place("o-2").kind()).isEqualTo(RequestOutcome.Kind.PLACED);
    assertThat(services.get(Principal.STORE).hasFailed()).isFalse();
  }

  @Test
  @DisplayName("A token gives the rights of its subject only")
  void aTokenGivesTheRightsOfItsSubjectOnly() throws Exception {
    try (Cluster customers = cluster.connect(Principal.CUSTOMERS)) {
      assertThat(customers.partitions(Topic.ORDERS))
          .containsEntry(Topic.ORDERS, SecuredCluster.PARTITIONS);
      assertThatThrownBy(() -> customers.partitions(Topic.STORE_EVENTS))
          .isInstanceOf(UnusableException.class)
          .hasMessageContaining("Topic authorization failed");
    }
  }

  @Test
  @DisplayName("A service with a wrong secret does not start")
  void aServiceWithAWrongSecretDoesNotStart() {
    String secret = "sasl.oauthbearer.client.credentials.client.secret";

    assertThatThrownBy(() -> services.begin(Principal.STORE, Map.of(secret, "wrong")))
        .isInstanceOf(RuntimeException.class);
    Map<String, Object> wrong = new HashMap<>(cluster.client(Principal.CUSTOMERS));
    wrong.put(secret, "wrong");
    assertThatThrownBy(() -> Cluster.connect(wrong))
        .isInstanceOf(UnusableException.class)
        .hasCauseInstanceOf(KafkaException.class);
  }
}
