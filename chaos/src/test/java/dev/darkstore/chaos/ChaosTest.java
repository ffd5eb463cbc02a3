package dev.darkstore.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(named = "chaos.skip", matches = "|true")
class ChaosTest {
  @Test
  void everythingHoldsInTheShortForm() {
    long seed = Long.getLong("chaos.seed", 1);
    Path folder = Path.of("target", "chaos-" + seed).toAbsolutePath();

    ChaosReport report = Chaos.run(ChaosOptions.brief(seed, folder).tellingTo(System.out::println));

    System.out.println(report.toText());
    assertThat(report.problems()).as(report.command()).isEmpty();
  }
}
