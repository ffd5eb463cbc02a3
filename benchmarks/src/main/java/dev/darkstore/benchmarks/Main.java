package dev.darkstore.benchmarks;

import java.nio.file.Path;

/** Measures. */
final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println(
        Json.of(
            Quick.measure(
                Path.of(System.getProperty("darkstore.root"), "benchmarks", "target", "run"))));
  }
}
