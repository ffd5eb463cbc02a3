package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.JavaProcess;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Unmeasured load until the JIT compilers are almost idle. On two cores this takes minutes: at
 * first the compilers of four JVMs use more CPU time than the code that they compile.
 *
 * @param seconds duration of the warm-up
 * @param compilersBusy average number of busy compilers in the last round, over all processes
 */
public record WarmUp(double seconds, double compilersBusy) {
  /** Load for cold processes; at full rate a backlog would build up, which Rush measures. */
  private static final List<LoadStep> COLD = List.of(LoadStep.of(100, 4), LoadStep.of(500, 6));

  private static final LoadStep ROUND = LoadStep.of(1_000, 10);
  private static final int ROUNDS_MAX = 30;
  private static final double BUSY_ENOUGH = 0.3;

  /** Warms up the systems of the drivers in turns. */
  public static WarmUp run(Driver... drivers) {
    COLD.forEach(step -> Arrays.stream(drivers).forEach(driver -> driver.run(step)));
    return run(ROUND, drivers);
  }

  /** Warms up at a rate near the measured one; the hot code depends on the rate. */
  public static WarmUp run(LoadStep round, Driver... drivers) {
    long startNanos = System.nanoTime();
    double busy = Double.POSITIVE_INFINITY;
    for (int number = 0; number < ROUNDS_MAX && busy > BUSY_ENOUGH; number++) {
      long before = compiledMillis(drivers);
      long roundNanos = System.nanoTime();
      Arrays.stream(drivers).forEach(driver -> driver.run(round));
      double roundMillis = (System.nanoTime() - roundNanos) / 1e6;
      busy = (compiledMillis(drivers) - before) / roundMillis;
      BenchmarkProgress.print("warming up: %.2f compilers busy".formatted(busy));
    }
    return new WarmUp((System.nanoTime() - startNanos) / 1e9, busy);
  }

  private static long compiledMillis(Driver... drivers) {
    // The floor and the system share one broker.
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
