package dev.darkstore.topology.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.access.AccessTable;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.UnfitClusterException;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
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
  private static final Duration SHORT = Duration.ofSeconds(45);

  @TempDir private Path folder;
  private SecuredCluster cluster;
  private SecuredServices services;
  private Outside outside;
  private Instant expiry;

  @BeforeEach
  void start() throws Exception {
    cluster = SecuredCluster.withCertificates(folder);
    cluster.setUp();
    for (Principal principal : AccessTable.principals()) {
      if (principal != Principal.AUDITORS && principal != Principal.OPERATORS) {
        cluster.issue(principal, Duration.ofHours(12));
      }
    }
    cluster.issue(Principal.STORE, SHORT);
    expiry = Instant.now().plus(SHORT);
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
  }

  @Test
  void aServiceWithAnExpiredCertificateStopsAndCostsNoOrder() throws Exception {
    outside.order("o-before");
    outside.awaitPlaced("o-before");
    customersMayNotVote();

    // A connection that is open is not asked again; a broker that is started again asks everybody.
    Awaitility.await("the certificate to expire")
        .atMost(SHORT.plusSeconds(30))
        .until(() -> Instant.now().isAfter(expiry));
    cluster.stopBroker();
    cluster.startBroker();
    Service store = services.get(Principal.STORE);
    Awaitility.await("the service to stop").atMost(Outside.PATIENCE).until(store::hasFailed);
    store.awaitStopped();
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
