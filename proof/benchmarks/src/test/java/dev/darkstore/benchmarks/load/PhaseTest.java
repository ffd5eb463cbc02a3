package dev.darkstore.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PhaseTest {
  private static final long START = 1_000_000_000_000L;
  private final Phase phase = new Phase(1, 100, 3, START);

  @Test
  void ordersAreDueAtFixedInstants() {
    assertThat(phase.dueNanos(0)).isEqualTo(START);
    assertThat(phase.dueNanos(2)).isEqualTo(START + TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Test
  void latencyCountsFromTheInstantAtWhichTheOrderWasDue() {
    phase.addOutcome(1, ReceivedOutcome.What.PLACED, START + TimeUnit.MILLISECONDS.toNanos(110));

    assertThat(phase.latency().maxMillis()).isCloseTo(100, within(0.2));
  }

  @Test
  void everyOrderWithOneOutcomeIsComplete() {
    phase.addOutcome(0, ReceivedOutcome.What.RECEIVED, START);
    phase.addOutcome(0, ReceivedOutcome.What.PLACED, START);
    phase.addOutcome(1, ReceivedOutcome.What.REJECTED, START);
    phase.addOutcome(2, ReceivedOutcome.What.PLACED, START);

    assertThat(phase.awaitOutcomes(Duration.ZERO)).isTrue();
    assertThat(phase.completeness()).isEqualTo(new Completeness(3, 1, 2, 1, 0, 0));
    assertThat(phase.completeness().complete()).isTrue();
  }

  @Test
  void aMissingOutcomeIsNoticed() {
    phase.addOutcome(0, ReceivedOutcome.What.PLACED, START);

    assertThat(phase.awaitOutcomes(Duration.ZERO)).isFalse();
    assertThat(phase.completeness().missing()).isEqualTo(2);
    assertThat(phase.completeness().complete()).isFalse();
  }

  @Test
  void anOutcomeThatComesAgainIsNoticed() {
    phase.addOutcome(0, ReceivedOutcome.What.PLACED, START);
    phase.addOutcome(0, ReceivedOutcome.What.REJECTED, START);
    phase.addOutcome(1, ReceivedOutcome.What.PLACED, START);
    phase.addOutcome(2, ReceivedOutcome.What.PLACED, START);

    assertThat(phase.completeness().repeated()).isEqualTo(1);
    assertThat(phase.completeness().complete()).isFalse();
  }

  @Test
  void drainingTakesFromTheLastOrdersInstantToTheLastOutcome() {
    for (int number = 0; number < 3; number++) {
      phase.addOutcome(
          number, ReceivedOutcome.What.PLACED, START + TimeUnit.MILLISECONDS.toNanos(320));
    }

    assertThat(phase.drainMillis()).isCloseTo(300, within(0.001));
    assertThat(phase.outcomesPerSecond()).isCloseTo(3 / 0.32, within(0.001));
  }
}
