package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceTest {
  /** Attempts to close the streams, and {@code clients} where the Kafka clients are closed. */
  private final List<String> steps = new ArrayList<>();

  private boolean awaitClosed(int attemptThatSucceeds, int attemptsMax) {
    return Service.awaitClosed(
        "store",
        timeout -> {
          steps.add("close");
          return attempts() == attemptThatSucceeds;
        },
        () -> steps.add("clients"),
        () -> attempts() == attemptsMax);
  }

  private long attempts() {
    return steps.stream().filter("close"::equals).count();
  }

  @Test
  void stopsInAnOrderlyWayWhenTheBrokersAnswer() {
    assertThat(awaitClosed(1, 2)).isTrue();
    assertThat(steps).containsExactly("close");
  }

  /** Streams started later would find the state folder locked by a thread that still waits. */
  @Test
  void closesTheClientsOfThreadsThatWaitForBrokers() {
    assertThat(awaitClosed(4, Integer.MAX_VALUE)).isFalse();
    assertThat(steps).containsExactly("close", "clients", "close", "close", "close");
  }

  @Test
  void doesNotWaitForThemForeverWhenTheProcessMustStop() {
    assertThat(awaitClosed(Integer.MAX_VALUE, 2)).isFalse();
    assertThat(steps).containsExactly("close", "clients", "close");
  }

  /** A process is killed when the grace period of its deployment, 40 s, is over. */
  @Test
  void stopsWithinTheGracePeriodOfDeployments() {
    List<Duration> timeouts = new ArrayList<>();

    Service.awaitClosed(
        "store",
        timeout -> {
          timeouts.add(timeout);
          return false;
        },
        () -> {},
        () -> true);

    assertThat(timeouts.stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThan(Duration.ofSeconds(40));
  }
}
