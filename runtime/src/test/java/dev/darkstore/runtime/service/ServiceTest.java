package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServiceTest {
  private final AtomicInteger attempts = new AtomicInteger();

  /** Streams started earlier would find the state folder locked. */
  @Test
  void waitsUntilTheStreamsThatItReplacesHaveStopped() {
    boolean isClosed =
        Service.awaitClosed("store", () -> attempts.incrementAndGet() == 4, () -> false);

    assertThat(isClosed).isTrue();
    assertThat(attempts).hasValue(4);
  }

  @Test
  void doesNotWaitForThemWhenItIsToldToStop() {
    boolean isClosed =
        Service.awaitClosed(
            "store",
            () -> {
              attempts.incrementAndGet();
              return false;
            },
            () -> attempts.get() == 2);

    assertThat(isClosed).isFalse();
    assertThat(attempts).hasValue(2);
  }
}
