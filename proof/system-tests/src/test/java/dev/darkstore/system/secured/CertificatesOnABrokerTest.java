package dev.darkstore.system.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.UnfitClusterException;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import dev.darkstore.setup.access.AccessTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS: a certificate's common name is the user, and an expired one is nobody. */
class CertificatesOnABrokerTest {
  /** Long enough for a service to start and connect. */
  private static final Duration SHORT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private SecuredCluster cluster;
  private SecuredServices services;
  private Outside outside;
  private final LogWatch log = new LogWatch();

  @BeforeEach
  void start() throws Exception {
    cluster = SecuredCluster.withCertificates(folder);
    cluster.setUp();
    for (Principal principal : AccessTable.principals()) {
      if (principal != Principal.AUDITORS && principal != Principal.OPERATORS) {
        cluster.issue(principal, Duration.ofHours(12));
      }
    }
    services = new SecuredServices(cluster, folder.resolve("state"));
    services.startAll();
    outside = new Outside(cluster);
    outside.stock(5);
    outside.agents(3);
  }

  @AfterEach
  void close() {
    services.close();
    cluster.close();
    log.close();
  }

  @Test
  void aServiceWithAnExpiredCertificateStopsAndCostsNoOrder() throws Exception {
    customersMayNotVote();
    aKeyIsChangedWhileAnOrderIsPlaced(Principal.COORDINATOR);

    cluster.issue(Principal.STORE, SHORT);
    Instant expiry = Instant.now().plus(SHORT);
    services.restart(Principal.STORE);
    // A connection that is open is not asked again; a broker that is started again asks everybody.
    Awaitility.await("the certificate to expire")
        .forever()
        .until(() -> Instant.now().isAfter(expiry));
    cluster.stopBroker();
    cluster.startBroker();
    Service store = services.get(Principal.STORE);
    Awaitility.await("the service to stop").atMost(Outside.PATIENCE).until(store::hasFailed);
    store.awaitStopped();
    assertThat(log.with("store stops: the cluster does not accept who we are", "certificate"))
        .isNotEmpty();
    store.close();
    assertThatThrownBy(() -> services.begin(Principal.STORE))
        .isInstanceOf(UnfitClusterException.class)
        .hasMessageContaining("does not accept who we are")
        .hasMessageContaining("certificate");

    cluster.issue(Principal.STORE, Duration.ofHours(12));
    services.begin(Principal.STORE).awaitRunning(Outside.PATIENCE);
    outside.order("o-after");
    outside.awaitPlaced("o-after");
    assertThat(services.get(Principal.COORDINATOR).hasFailed()).isFalse();
  }

  private void aKeyIsChangedWhileAnOrderIsPlaced(Principal principal) throws Exception {
    String orderId = "o-during-" + principal;
    cluster.issue(principal, Duration.ofHours(12));
    outside.order(orderId);
    services.restart(principal);
    outside.awaitPlaced(orderId);
  }

  private void customersMayNotVote() {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(cluster.client(Principal.CUSTOMERS)),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      assertThatThrownBy(
              () ->
                  producer
                      .send(new ProducerRecord<>(Topic.STORE_EVENTS.topicName(), new byte[1]))
                      .get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }
}
