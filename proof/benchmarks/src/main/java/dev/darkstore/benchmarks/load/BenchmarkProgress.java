package dev.darkstore.benchmarks.load;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Progress messages for the terminal, separate from the results. */
public final class BenchmarkProgress {
  private BenchmarkProgress() {}

  public static void print(String message) {
    System.err.println(
        LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + message);
  }
}
