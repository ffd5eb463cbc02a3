package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that are set while a service runs, or wrong when it starts. */
class ClocksTest {
  private static final long NOON_MILLIS = 1_800_000_000_000L;
  private static final long DAYS_MILLIS = 172_800_000L;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @ParameterizedTest
  @ValueSource(longs = {-DAYS_MILLIS, DAYS_MILLIS})
  void settingTheMachinesClockMovesNoDeadlineAndIsNoticed(long stepMillis) {
    AtomicLong machineMillis = new AtomicLong(NOON_MILLIS);
    SteadyTime time = new SteadyTime(machineMillis::get);
    long beforeMillis = time.milliseconds();

    machineMillis.addAndGet(stepMillis);

    assertThat(time.milliseconds() - beforeMillis).isBetween(0L, DAYS_MILLIS / 2);
    assertThat(time.clock().millis()).isGreaterThanOrEqualTo(beforeMillis);
    // Elapsed time is no step.
    assertThat(time.stepMillis()).isBetween(stepMillis - DAYS_MILLIS / 2, stepMillis);
  }

  @ParameterizedTest
  @CsvSource({"172800000, 172800 s ahead of", "-172800000, 172800 s behind", "60001, 60 s ahead"})
  void aServiceWhoseClockIsNotTheBrokersDoesNotWork(long aheadMillis, String said) {
    assertThatThrownBy(() -> ClockCheck.verify(aheadMillis, LIMIT))
        .isInstanceOf(UnfitClusterException.class)
        .hasMessageContaining("this machine's clock is " + said);
  }

  @Test
  void aDifferenceWithinTheLimitIsNone() {
    assertThatCode(
            () -> {
              ClockCheck.verify(LIMIT.toMillis(), LIMIT);
              ClockCheck.verify(-LIMIT.toMillis(), LIMIT);
            })
        .doesNotThrowAnyException();
  }
}
