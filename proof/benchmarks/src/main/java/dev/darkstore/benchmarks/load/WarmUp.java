package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.JavaProcess;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Load that is not measured, until the compilers have little left to do. On two cores a JVM's
 * compilers need minutes of load, not seconds: four of them take more of the processor at first
 * than all that they compile.
 *
 * @param seconds how long it took
 * @param compilersBusy how many compilers were at work on average in the last round, of all
 *     processes
 */
public record WarmUp(double seconds, double compilersBusy) {
  /** Load for cold processes: at full rate it would pile up, which is measured elsewhere. */
  private static final List<LoadStep> COLD = List.of(LoadStep.of(100, 4), LoadStep.of(500, 6));

  private static final LoadStep ROUND = LoadStep.of(1_000, 10);
  private static final int ROUNDS_MAX = 30;
  private static final double BUSY_ENOUGH = 0.3;

  /** Warms up what the drivers drive, in turns. */
  public static WarmUp run(Driver... drivers) {
    COLD.forEach(step -> Arrays.stream(drivers).forEach(driver -> driver.run(step)));
    return run(ROUND, drivers);
  }

  /**
   * Goes on at a rate near the one that is to be measured: at each, other code is worth compiling.
   */
  public static WarmUp run(LoadStep round, Driver... drivers) {
    long startNanos = System.nanoTime();
    double busy = Double.POSITIVE_INFINITY;
    for (int number = 0; number < ROUNDS_MAX && busy > BUSY_ENOUGH; number++) {
      long before = compiledMillis(drivers);
      long roundNanos = System.nanoTime();
      Arrays.stream(drivers).forEach(driver -> driver.run(round));
      double roundMillis = (System.nanoTime() - roundNanos) / 1e6;
      busy = (compiledMillis(drivers) - before) / roundMillis;
      BenchmarkProgress.say("warming up: %.2f compilers busy".formatted(busy));
    }
    return new WarmUp((System.nanoTime() - startNanos) / 1e9, busy);
  }

  private static long compiledMillis(Driver... drivers) {
    // The floor and the system have one broker.
    Set<JavaProcess> processes = new LinkedHashSet<>();
    for (Driver driver : drivers) {
      processes.addAll(driver.cluster().processes());
    }
    long millis = 0;
    for (JavaProcess process : processes) {
      millis += process.ask(JavaProcess.Question.COMPILED);
    }
    return millis;
  }
}
