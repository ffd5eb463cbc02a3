package dev.darkstore.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The levels of a service that is started again in one process")
class ServiceMetersTest {
  private static final String OPEN = "darkstore.reservations.open";

  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  @DisplayName("show what the running service has, not what the closed one had")
  void showWhatTheRunningServiceHas() {
    ServiceMeters first = new ServiceMeters(registry, "store");
    first.level(OPEN, "").add(5);
    first.close();
    ServiceMeters second = new ServiceMeters(registry, "store");

    second.level(OPEN, "").add(1);

    assertThat(registry.get(OPEN).tag("darkstore.service", "store").gauge().value()).isEqualTo(1);
  }

  @Test
  @DisplayName("show what the running service has, though the other ended without being closed")
  void showWhatTheRunningServiceHasThoughTheOtherWasNotClosed() {
    new ServiceMeters(registry, "store").level(OPEN, "").add(5);
    new ServiceMeters(registry, "delivery").level(OPEN, "").add(7);

    new ServiceMeters(registry, "store").level(OPEN, "").add(1);

    assertThat(registry.get(OPEN).tag("darkstore.service", "store").gauge().value()).isEqualTo(1);
    assertThat(registry.get(OPEN).tag("darkstore.service", "delivery").gauge().value())
        .isEqualTo(7);
  }

  @Test
  @DisplayName("are gone once the service is closed; its counters stay")
  void areGoneOnceTheServiceIsClosed() {
    ServiceMeters meters = new ServiceMeters(registry, "store");
    meters.level(OPEN, "").add(5);
    meters.counter("darkstore.decisions", "").increment();

    meters.close();

    assertThat(registry.find(OPEN).gauge()).isNull();
    assertThat(registry.get("darkstore.decisions").counter().count()).isEqualTo(1);
  }
}
