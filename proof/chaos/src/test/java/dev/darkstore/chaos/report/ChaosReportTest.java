package dev.darkstore.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkstore.chaos.load.LedgerTotals;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChaosReportTest {
  private static final List<FaultResult> FAULTS =
      List.of(
          fault("kill a leader", 900, 1_100, 0),
          fault("kill store idle", 4_000, 9_000, 250),
          fault("kill store idle", 3_000, 12_000, 0),
          fault("kill store idle", 8_000, 10_000, 40));

  @Test
  void kindsAreSummedUpByMedianAndWorst() {
    assertThat(report(List.of()).kinds())
        .containsExactly(
            new KindSummary("freeze", 0, 0, 0, 0, 0, 0),
            new KindSummary("kill a leader", 1, 900, 900, 1_100, 1_100, 0),
            new KindSummary("kill store idle", 3, 4_000, 8_000, 10_000, 12_000, 250));
  }

  @Test
  void isCleanOnlyWithoutProblems() {
    assertThat(report(List.of()).isClean()).isTrue();
    assertThat(report(List.of("'freeze' was planned and never came")).isClean()).isFalse();
  }

  @Test
  void thePageSaysWhatBrokeAndWhatHeld() {
    assertThat(report(List.of()).toMarkdown())
        .startsWith("# Chaos report\n\nEverything held.\n")
        .contains("| faults injected | 4 of 2 kinds |")
        .contains("| rejected | 7 (OUT_OF_STOCK 7) |")
        .contains("| kill store idle | 3 | 4,000 / 8,000 | 10,000 / 12,000 | 250 |")
        .contains("| kill a leader | 1 | 900 / 900 | 1,100 / 1,100 | – |")
        .doesNotContain("## Problems");
    assertThat(report(List.of("lost")).toMarkdown())
        .contains("**Not everything held.**")
        .endsWith("## Problems\n\n- lost\n");
  }

  @Test
  void theTextNamesSeedCommandAndProblems() {
    assertThat(report(List.of("lost")).toText())
        .contains(
            "seed                   42\n", "again with             again\n", "PROBLEM  lost\n");
  }

  @Test
  void theJsonCarriesEveryFault() throws IOException {
    JsonNode json = new ObjectMapper().readTree(report(List.of()).toJson());

    assertThat(json.get("clean").booleanValue()).isTrue();
    assertThat(json.get("faults")).hasSize(4);
    assertThat(json.get("kinds")).hasSize(3);
    assertThat(json.get("orders").get("rejected").get("OUT_OF_STOCK").intValue()).isEqualTo(7);
    assertThat(json.get("endedByThemselves").get("store-1 with status 1").intValue()).isEqualTo(2);
  }

  private static ChaosReport report(List<String> problems) {
    return new ChaosReport(
        42,
        "again",
        Duration.ofSeconds(125),
        List.of("freeze", "kill a leader", "kill store idle"),
        FAULTS,
        new LedgerTotals(
            1_000, 3, 990, Map.of("OUT_OF_STOCK", 7), 3, 0, List.of(), 120, 900, 5_000),
        9,
        Map.of("store-1 with status 1", 2),
        12,
        250,
        Optional.empty(),
        problems);
  }

  private static FaultResult fault(
      String kind, long withoutOutcomeMillis, long withoutPlacedMillis, long lateMillis) {
    return new FaultResult(
        kind,
        Duration.ZERO,
        Duration.ofMillis(withoutOutcomeMillis),
        Duration.ofMillis(withoutPlacedMillis),
        lateMillis,
        false);
  }
}
