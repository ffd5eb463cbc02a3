package dev.darkstore.benchmarks;

import java.time.Duration;

/** Load at a rate for a while. */
record Step(int ordersPerSecond, Duration length, Spread spread) {
  static Step of(int ordersPerSecond, int seconds) {
    return new Step(ordersPerSecond, Duration.ofSeconds(seconds), Spread.EVEN);
  }

  /** Returns this load with another spread over stores and goods. */
  Step over(Spread other) {
    return new Step(ordersPerSecond, length, other);
  }
}
