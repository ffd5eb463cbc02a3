package dev.darkstore.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.chaos.report.ChaosReport;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Short chaos run; {@code -Dchaos.skip} omits it, {@code -Dchaos.seed} selects the plan. */
@DisabledIfSystemProperty(named = "chaos.skip", matches = "|true")
class ChaosTest {
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void everythingHoldsWhateverBreaks() {
    long seed = Long.getLong("chaos.seed", 1);
    Path folder =
        Path.of("target", "chaos", seed + "-" + System.currentTimeMillis()).toAbsolutePath();

    ChaosReport report =
        Chaos.run(ChaosOptions.brief(seed, folder).reportingTo(System.out::println));

    System.out.println(report.toText());
    assertThat(report.problems())
        .as("seed %d, logs in %s, again with: %s", seed, folder, report.command())
        .isEmpty();
    assertThat(report.faults()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(report.kinds()).hasSizeGreaterThanOrEqualTo(10);
  }
}
