package dev.darkstore.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.local.EmbeddedBroker;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A cluster whose transaction.version is too low")
@Timeout(120)
class TransactionVersionTest {
  private static final String WRONG =
      "wrong  the cluster's feature transaction.version is 1, 2 is needed";

  @Test
  @DisplayName("is reported in the same words by topics create and topics verify")
  void isReportedByCreateAndVerify() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.temporary())) {
      List<String> there = List.of("--bootstrap-server", broker.bootstrapServers());
      lower(broker);

      Run created = Run.of("topics create --partitions 1 --replication-factor 1", there);
      Run verified = Run.of("topics verify", there);

      assertThat(created.status()).isEqualTo(1);
      assertThat(created.out()).contains("created  orders", WRONG);
      assertThat(verified.status()).isEqualTo(1);
      assertThat(verified.out()).contains(line(created.out()));
    }
  }

  private static String line(String out) {
    return out.lines().filter(line -> line.startsWith(WRONG)).findFirst().orElseThrow();
  }

  private static void lower(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .updateFeatures(
              Map.of(
                  "transaction.version", new FeatureUpdate((short) 1, UpgradeType.SAFE_DOWNGRADE)),
              new UpdateFeaturesOptions())
          .all()
          .get();
    }
  }
}
