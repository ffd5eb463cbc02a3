package dev.darkstore.benchmarks;

import java.time.Duration;

/** Load at a rate for a while. */
record Step(int ordersPerSecond, Duration length) {
  static Step of(int ordersPerSecond, int seconds) {
    return new Step(ordersPerSecond, Duration.ofSeconds(seconds));
  }
}
