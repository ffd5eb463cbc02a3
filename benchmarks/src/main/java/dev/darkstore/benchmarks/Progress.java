package dev.darkstore.benchmarks;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Tells the person at the keyboard how far it is, beside the results. */
final class Progress {
  private Progress() {}

  static void say(String what) {
    System.err.println(
        LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + what);
  }
}
