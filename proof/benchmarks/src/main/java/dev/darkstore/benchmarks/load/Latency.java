package dev.darkstore.benchmarks.load;

import org.HdrHistogram.Histogram;

/** Distribution of latencies. */
public record Latency(double p50Millis, double p90Millis, double p99Millis, double maxMillis) {
  private static final double MICROS_PER_MILLI = 1000.0;

  public static Latency ofMicros(Histogram micros) {
    return new Latency(
        micros.getValueAtPercentile(50) / MICROS_PER_MILLI,
        micros.getValueAtPercentile(90) / MICROS_PER_MILLI,
        micros.getValueAtPercentile(99) / MICROS_PER_MILLI,
        micros.getMaxValue() / MICROS_PER_MILLI);
  }
}
