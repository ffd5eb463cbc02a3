package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.Spread;
import java.time.Duration;

/** Load at a fixed rate for a fixed time. */
public record LoadStep(int ordersPerSecond, Duration length, Spread spread) {
  public static LoadStep of(int ordersPerSecond, int seconds) {
    return new LoadStep(ordersPerSecond, Duration.ofSeconds(seconds), Spread.EVEN);
  }

  /** Returns this load with another spread over stores and goods. */
  public LoadStep over(Spread other) {
    return new LoadStep(ordersPerSecond, length, other);
  }
}
