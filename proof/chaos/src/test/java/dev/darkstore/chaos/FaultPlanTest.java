package dev.darkstore.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.chaos.cluster.ChaosTiming;
import dev.darkstore.chaos.fault.Fault;
import dev.darkstore.chaos.fault.FaultCatalogue;
import dev.darkstore.harness.HarnessException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final FaultCatalogue CATALOGUE =
      new FaultCatalogue(null, null, null, null, ChaosTiming.LONG);

  @Test
  void everyKindHasANameOfItsOwn() {
    List<String> kinds = CATALOGUE.all().stream().map(Fault::kind).toList();

    assertThat(new HashSet<>(kinds)).hasSameSizeAs(kinds).hasSizeGreaterThan(50);
  }

  @Test
  void halfAnHourIsTimeForAllKinds() {
    assertThat(plan(30, 1).kinds()).hasSameSizeAs(CATALOGUE.all());
  }

  @Test
  void aShortRunPromisesWhatItHasTimeForAndTheSeedSaysWhat() {
    assertThat(plan(5, 1).kinds()).hasSize(12).isEqualTo(plan(5, 1).kinds());
    assertThat(plan(5, 1).kinds()).isNotEqualTo(plan(5, 2).kinds());
    assertThat(plan(0, 1).kinds()).hasSize(1);
  }

  @Test
  void theShortFormHasTenKindsAtLeastAndAlwaysTheSame() {
    List<String> kinds = brief(1).kinds();

    assertThat(kinds).hasSizeGreaterThanOrEqualTo(10).isEqualTo(brief(2).kinds());
    assertThat(kinds).isSubsetOf(CATALOGUE.all().stream().map(Fault::kind).toList());
  }

  @Test
  void kindsCanBeChosen() {
    ChaosOptions options = ChaosOptions.ofMinutes(0, 1, Path.of("unused"));
    List<String> chosen = List.of("kill a leader", "kill store idle");

    assertThat(FaultPlan.of(options.restrictedTo(chosen), CATALOGUE, new Random(1)).kinds())
        .isEqualTo(chosen);
    assertThatThrownBy(
            () ->
                FaultPlan.of(
                    options.restrictedTo(List.of("kill everybody")), CATALOGUE, new Random(1)))
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("kill everybody")
        .hasMessageContaining("kill store idle");
  }

  private static FaultPlan plan(int minutes, long seed) {
    return FaultPlan.of(
        ChaosOptions.ofMinutes(minutes, seed, Path.of("unused")), CATALOGUE, new Random(seed));
  }

  private static FaultPlan brief(long seed) {
    return FaultPlan.of(ChaosOptions.brief(seed, Path.of("unused")), CATALOGUE, new Random(seed));
  }
}
