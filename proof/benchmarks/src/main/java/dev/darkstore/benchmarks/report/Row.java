package dev.darkstore.benchmarks.report;

import java.util.List;

/**
 * Target with its measurements.
 *
 * @param atMost true if the limit is an upper one
 */
public record Row(String what, boolean atMost, double limit, String unit, List<Double> values) {
  static final List<String> HEADINGS =
      List.of("what", "to reach", "min", "median", "max", "n", "reached");

  public Row {
    values = List.copyOf(values);
  }

  static Row atMost(String what, double limit, String unit, List<Double> values) {
    return new Row(what, true, limit, unit, values);
  }

  static Row atLeast(String what, double limit, String unit, List<Double> values) {
    return new Row(what, false, limit, unit, values);
  }

  /** Returns true if the median reaches the limit. */
  boolean reached() {
    double median = Summary.of(values).median();
    return atMost ? median <= limit : median >= limit;
  }

  List<String> cells() {
    Summary summary = Summary.of(values);
    return List.of(
        what,
        (atMost ? "≤ " : "≥ ") + Summary.figure(limit) + unit,
        Summary.figure(summary.min()),
        Summary.figure(summary.median()),
        Summary.figure(summary.max()),
        Integer.toString(summary.count()),
        reached() ? "yes" : "**no**");
  }
}
