package dev.darkstore.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.benchmarks.cluster.Kind;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.load.Completeness;
import dev.darkstore.benchmarks.load.Latency;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.Traffic;
import dev.darkstore.benchmarks.load.Turn;
import dev.darkstore.benchmarks.load.Verdict;
import dev.darkstore.benchmarks.load.WarmUp;
import dev.darkstore.benchmarks.section.Pairs;
import dev.darkstore.benchmarks.section.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Machine MACHINE =
      new Machine("a processor", 2, 1024, "Linux", "Java", "Kafka", "abc", "today");

  @TempDir private Path folder;

  @Test
  void whatWasNotMeasuredIsAbsent() {
    String report = Report.of(Results.in(folder));

    assertThat(report).doesNotContain("null", "PostgreSQL", "| p50 at");
  }

  @Test
  void resultsAreReadAsTheyWereWritten() throws Exception {
    Pairs pairs = pairs(pair(100, 50, 60));

    Files.writeString(Results.file(folder, Section.PAIRS), Json.of(pairs));

    assertThat(Results.in(folder).pairs()).contains(pairs);
  }

  @Test
  void aRatioIsSystemOverFloorPairByPair() {
    Pairs pairs = pairs(pair(100, 50, 60), pair(40, 40, 80));

    List<Row> rows = Rows.of(onlyPairs(pairs));

    assertThat(rows.get(0).what()).isEqualTo("p50 at 100 orders/s, system ÷ floor of five commits");
    assertThat(rows.get(0).values()).containsExactly(0.6, 2.0);
    assertThat(rows.get(1).what()).isEqualTo("p50 at 100 orders/s, system ÷ floor of two commits");
    assertThat(rows.get(1).values()).containsExactly(1.2, 2.0);
    assertThat(rows.get(1).reached()).isFalse();
  }

  @Test
  void theReportTellsEveryRowOfThePairs() {
    Pairs pairs = pairs(pair(100, 50, 60));

    assertThat(Report.of(onlyPairs(pairs)))
        .contains(
            "| p50 at 1,000 orders/s, system ÷ floor of two commits | ≤ 1.30 × | 1.20 | 1.20 | 1.20 | 1 | yes |",
            "| a processor | 2 | 1,024 MiB |",
            "| store-events | 2.00 | 150 | 0.50 | Reserved, Assigned |");
  }

  private static Pairs.Pair pair(double fiveMillis, double twoMillis, double systemMillis) {
    return new Pairs.Pair(
        turn(Kind.FLOOR, fiveMillis),
        turn(Kind.SHORT_FLOOR, twoMillis),
        turn(Kind.SYSTEM, systemMillis));
  }

  private static Pairs pairs(Pairs.Pair... pairs) {
    return new Pairs(
        MACHINE,
        MeasuredProfile.LATENCY,
        new WarmUp(60, 0.1),
        List.of(pairs),
        new Verdict(true, Map.of(), 1));
  }

  private static Results onlyPairs(Pairs pairs) {
    return new Results(
        Optional.empty(),
        Optional.of(pairs),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Turn turn(Kind kind, double p50Millis) {
    return new Turn(
        kind,
        List.of(measured(100, p50Millis), measured(1_000, p50Millis)),
        Optional.of(3_000),
        List.of());
  }

  private static Turn.Measured measured(int rate, double p50Millis) {
    return new Turn.Measured(
        new LoadResult(
            rate,
            rate,
            new Latency(p50Millis, p50Millis * 1.5, p50Millis * 2, p50Millis * 3),
            p50Millis,
            1,
            new Completeness(100, 100, 100, 0, 0, 0),
            Map.of("broker", 1.0, "driver", 0.5),
            1,
            0,
            1),
        new Traffic(
            28,
            4_000,
            5,
            0.1,
            100,
            0,
            1,
            9_000,
            Map.of("store-events", new Traffic.OfTopic(2, 150, 0.5))));
  }
}
