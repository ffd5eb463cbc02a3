package dev.darkstore.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Minimum, median and maximum of repeated measurements. */
record Summary(double min, double median, double max, int count) {

  static Summary of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a summary requires at least one value");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Summary(sorted.get(0), median, sorted.get(sorted.size() - 1), sorted.size());
  }

  /** Formats a number with its significant digits. */
  static String figure(double value) {
    double size = Math.abs(value);
    int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.01 ? 2 : 4;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
