package dev.darkstore.system.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RunbookTest {
  private static final Path OPERATIONS = Path.of("../../docs/operations.md");

  @Test
  void hasASectionForEveryAlertThatTheAlertPointsTo() {
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
  void knowsMetricsOfOursOfKafkasAndOfTheJvms() {
    assertThat(MonitoringFiles.metrics())
        .contains(
            "darkstore_orders_total", "kafka_stream_thread_commit_rate", "jvm_memory_used_bytes");
  }
}
