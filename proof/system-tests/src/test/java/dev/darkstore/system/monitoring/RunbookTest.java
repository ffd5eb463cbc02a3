package dev.darkstore.system.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Runbook")
class RunbookTest {
  private static final Path OPERATIONS = Path.of("../../docs/operations.md");

  @Test
  @DisplayName("The runbook has a section for every alert, and every alert links to it")
  void hasASectionForEveryAlertThatTheAlertLinksTo() {
    List<String> sections =
        MonitoringFiles.read(OPERATIONS)
            .lines()
            .filter(line -> line.startsWith("### Darkstore"))
            .map(line -> line.substring("### ".length()))
            .toList();

    assertThat(sections).containsExactlyElementsOf(MonitoringFiles.alerts());
    for (String alert : MonitoringFiles.alerts()) {
      assertThat(MonitoringFiles.alertRules())
          .contains("runbook: docs/operations.md#" + alert.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  @DisplayName("Alerts and dashboard query metrics of the services, of Kafka and of the JVM")
  void metricsOfTheServicesOfKafkaAndOfTheJvmAreQueried() {
    assertThat(MonitoringFiles.metrics())
        .contains(
            "darkstore_orders_total", "kafka_stream_thread_commit_rate", "jvm_memory_used_bytes");
  }
}
