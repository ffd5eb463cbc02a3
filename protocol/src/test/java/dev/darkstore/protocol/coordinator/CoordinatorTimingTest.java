package dev.darkstore.protocol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinatorTimingTest {
  private static CoordinatorTiming hold(long holdMillis) {
    return new CoordinatorTiming(
        holdMillis, 10_000, 3, 5_000, 5_000, 5_000, 60_000, 120_000, 86_400_000);
  }

  @Test
  void defaultsWorkTogether() {
    assertThat(CoordinatorTiming.DEFAULTS.violations()).isEmpty();
  }

  @Test
  void commitBudgetIsAllAttempts() {
    assertThat(CoordinatorTiming.DEFAULTS.commitBudgetMillis()).isEqualTo(15_000);
  }

  @Test
  void acceptsAHoldThatIsJustLongEnough() {
    assertThat(hold(30_000).violations()).isEmpty();
  }

  @Test
  void namesEverySettingOfTheInequalityThatIsBroken() {
    assertThat(hold(29_999).violations())
        .containsExactly(
            "hold (29999 ms) >= reserve timeout (10000 ms) + commit attempts (3)"
                + " x commit interval (5000 ms) + margin (5000 ms) = 30000 ms");
  }

  @Test
  void namesEveryInequalityThatIsBroken() {
    assertThat(new CoordinatorTiming(1, 0, 0, 0, 0, 10, 9, 100, 100).violations())
        .containsExactly(
            "reserve timeout (0) > 0",
            "commit attempts (0) > 0",
            "commit interval (0) > 0",
            "margin (0) > 0",
            "longest release pause (9 ms) >= release pause (10 ms)",
            "retention (100 ms) > order maximum age (100 ms)");
  }

  @Test
  void doesNotOverflowWhenAskedForMoreThanThereIs() {
    assertThat(hold(Long.MAX_VALUE).violations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 5000", "2, 10000", "3, 20000", "4, 40000", "5, 60000", "6, 60000"})
  void releasePausesDoubleUpToTheLongest(int attempts, long pauseMillis) {
    assertThat(CoordinatorTiming.DEFAULTS.releasePauseMillis(attempts)).isEqualTo(pauseMillis);
  }

  @ParameterizedTest
  @CsvSource({"63", "64", "65", "1000", "2147483647"})
  void releasePausesNeverOverflow(int attempts) {
    CoordinatorTiming longest =
        new CoordinatorTiming(
            120_000, 10_000, 3, 5_000, 5_000, 1, Long.MAX_VALUE, 120_000, 86_400_000);

    assertThat(longest.releasePauseMillis(attempts)).isEqualTo(Long.MAX_VALUE);
    assertThat(CoordinatorTiming.DEFAULTS.releasePauseMillis(attempts)).isEqualTo(60_000);
  }
}
