package dev.darkstore.system.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.UnfitClusterException;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import dev.darkstore.system.monitoring.MonitoringFiles;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS: the common name of a certificate is the user, and an expired one is rejected. */
@DisplayName("Certificates on a broker")
class CertificatesOnABrokerTest {
  /** Validity that is long enough for a service to start and connect. */
  private static final Duration SHORT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private SecuredCluster cluster;
  private SecuredServices services;
  private ExternalClients clients;
  private final LogWatch log = new LogWatch();

  @BeforeEach
  void start() throws Exception {
    cluster = SecuredCluster.withCertificates(folder);
    cluster.setUp();
    for (Principal principal : Installation.DEFAULT.principals()) {
      if (!principal.equals(Principal.AUDITORS) && !principal.equals(Principal.OPERATORS)) {
        cluster.issue(principal, Duration.ofHours(12));
      }
    }
    services = new SecuredServices(cluster, folder.resolve("state"));
    services.startAll();
    clients = new ExternalClients(cluster);
    clients.stock(5);
    clients.agents(3);
  }

  @AfterEach
  void close() {
    services.close();
    cluster.close();
    log.close();
  }

  @Test
  @DisplayName("A service with an expired certificate stops, and no order is lost")
  void aServiceWithAnExpiredCertificateStopsAndNoOrderIsLost() throws Exception {
    assertCustomersMayNotVote();
    changeKeyWhileAnOrderIsPlaced(Principal.COORDINATOR);

    assertRemaining(Duration.ofHours(12));
    cluster.issue(Principal.STORE, SHORT);
    Instant expiry = Instant.now().plus(SHORT);
    services.restart(Principal.STORE);
    assertRemaining(SHORT);
    // A client keeps the certificate that it has read: a new file is not enough.
    cluster.issue(Principal.STORE, Duration.ofHours(12));
    // Open connections are not authenticated again; a restarted broker authenticates all clients.
    Awaitility.await("the certificate to expire")
        .forever()
        .until(() -> Instant.now().isAfter(expiry));
    cluster.stopBroker();
    cluster.startBroker();
    Service store = services.get(Principal.STORE);
    Awaitility.await("the service to stop")
        .atMost(ExternalClients.PATIENCE)
        .until(store::hasFailed);
    store.awaitStopped();
    assertThat(log.with("store stops: the cluster does not accept who we are", "certificate"))
        .isNotEmpty();
    store.close();
    cluster.issue(Principal.STORE, Duration.ZERO);
    assertThatThrownBy(() -> services.begin(Principal.STORE))
        .isInstanceOf(UnfitClusterException.class)
        .hasMessageContaining("does not accept who we are")
        .hasMessageContaining("certificate");

    cluster.issue(Principal.STORE, Duration.ofHours(12));
    services.begin(Principal.STORE).awaitRunning(ExternalClients.PATIENCE);
    clients.order("o-after");
    clients.awaitPlaced("o-after");
    assertThat(services.get(Principal.COORDINATOR).hasFailed()).isFalse();
  }

  /** Checks the first expiry of the store service's certificates; the authority's is later. */
  private void assertRemaining(Duration most) {
    assertThat(services.values(Principal.STORE, MonitoringFiles.CERTIFICATE_REMAINING))
        .hasSize(2)
        .anyMatch(seconds -> seconds <= most.toSeconds() && seconds > most.toSeconds() * 0.9 - 20)
        .anyMatch(seconds -> seconds > Duration.ofDays(1).toSeconds());
  }

  private void changeKeyWhileAnOrderIsPlaced(Principal principal) throws Exception {
    String orderId = "o-during-" + principal;
    cluster.issue(principal, Duration.ofHours(12));
    clients.order(orderId);
    services.restart(principal);
    clients.awaitPlaced(orderId);
  }

  private void assertCustomersMayNotVote() {
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
