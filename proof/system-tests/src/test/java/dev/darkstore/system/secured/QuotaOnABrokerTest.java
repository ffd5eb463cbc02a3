package dev.darkstore.system.secured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import dev.darkstore.setup.access.AccessTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quota suggested for customers: clients that exceed it are throttled. */
@DisplayName("Quota of customers")
class QuotaOnABrokerTest {
  /**
   * Duration of the writing: a quota is an average over ten seconds, which permits shorter bursts.
   */
  private static final int SECONDS = 12;

  private static final int RECORD_BYTES = 60_000;

  @TempDir private Path folder;

  @Test
  @DisplayName("A client that exceeds the suggested quota is throttled")
  void throttlesAClientThatExceedsIt() throws Exception {
    long bytesPerSecond = AccessTable.producedBytesPerSecond(Principal.CUSTOMERS).orElseThrow();
    try (SecuredCluster cluster = SecuredCluster.withPasswords(folder, Map.of())) {
      cluster.setUp();
      setQuota(cluster, bytesPerSecond);
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              Map.copyOf(cluster.client(Principal.CUSTOMERS)),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        for (long written = 0; written < SECONDS * bytesPerSecond; written += RECORD_BYTES) {
          producer.send(new ProducerRecord<>(Topic.ORDERS.topicName(), new byte[RECORD_BYTES]));
        }
        producer.flush();

        assertThat(throttledMillis(producer)).isPositive();
      }
    }
  }

  /** Sets the quota as the last line for a user of {@code darkstore acls --commands} does. */
  private static void setQuota(SecuredCluster cluster, double bytesPerSecond) throws Exception {
    ClientQuotaEntity customers =
        new ClientQuotaEntity(
            Map.of(ClientQuotaEntity.USER, SecuredCluster.TABLE.userName(Principal.CUSTOMERS)));
    try (Admin admin = Admin.create(Map.copyOf(cluster.admin()))) {
      admin
          .alterClientQuotas(
              List.of(
                  new ClientQuotaAlteration(
                      customers,
                      List.of(new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond)))))
          .all()
          .get();
    }
  }

  private static double throttledMillis(KafkaProducer<byte[], byte[]> producer) {
    return producer.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("produce-throttle-time-max"))
        .mapToDouble(metric -> (double) metric.metricValue())
        .max()
        .orElseThrow();
  }
}
