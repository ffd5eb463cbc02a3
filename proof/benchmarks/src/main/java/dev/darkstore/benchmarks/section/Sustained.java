package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.load.BenchmarkProgress;
import dev.darkstore.benchmarks.load.Completeness;
import dev.darkstore.benchmarks.load.Driver;
import dev.darkstore.benchmarks.load.Knee;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.LoadStep;
import dev.darkstore.benchmarks.load.Turn;
import dev.darkstore.benchmarks.load.TurnPlan.KneePlan;
import dev.darkstore.benchmarks.load.Verdict;
import dev.darkstore.benchmarks.load.WarmUp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Settings for throughput: the cost of an order with them, and the rate that can be sustained for a
 * minute.
 *
 * @param steady results at low and middle rates, with their traffic
 * @param warmUp warm-up at the rate at which the minutes start
 * @param staircase results of short loads at rising rates; the minutes start at four fifths of the
 *     highest rate that drained
 * @param attempts attempts in sequence on one cluster
 */
public record Sustained(
    Machine machine,
    MeasuredProfile profile,
    List<Turn.Measured> steady,
    WarmUp warmUp,
    List<LoadResult> staircase,
    List<Attempt> attempts,
    Verdict audit) {
  public static final int LOW_RATE = 1_000;
  static final int MIDDLE_RATE = 2_000;

  private static final KneePlan CLIMB = new KneePlan(2_000, OptionalDouble.of(1.2), 8);
  private static final double SHARE = 0.8;
  private static final int WARM_UP_SECONDS = 20;
  private static final int STEADY_SECONDS = 20;
  private static final int SECONDS = 60;
  private static final double P99_MILLIS = 500;
  private static final double LESS = 0.9;
  private static final double MORE = 1.1;
  private static final int MINUTES_MAX = 5;

  /**
   * Result of one attempt, starting at the rate that the previous attempt sustained.
   *
   * @param minutes results at rising rates until the p99 of one exceeds half a second, or, if the
   *     first exceeds it, at falling rates until one does not
   * @param best result at the highest rate whose p99 is within half a second
   */
  public record Attempt(List<LoadResult> minutes, Optional<LoadResult> best) {}

  public Sustained {
    steady = List.copyOf(steady);
    staircase = List.copyOf(staircase);
    attempts = List.copyOf(attempts);
  }

  public static Sustained measure(Path folder, int count) {
    try (Cluster cluster = Cluster.start(MeasuredProfile.THROUGHPUT, folder);
        Driver driver = new Driver(cluster)) {
      driver.open();
      WarmUp.run(driver);
      List<Turn.Measured> steady =
          List.of(
              Turn.measure(driver, LoadStep.of(LOW_RATE, STEADY_SECONDS)),
              Turn.measure(driver, LoadStep.of(MIDDLE_RATE, STEADY_SECONDS)));
      List<LoadResult> staircase = Knee.climb(driver, CLIMB);
      int rate = (int) (SHARE * Knee.highestDrained(staircase).orElse(CLIMB.first()));
      WarmUp warmUp = WarmUp.run(LoadStep.of(rate, WARM_UP_SECONDS), driver);
      List<Attempt> attempts = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        BenchmarkProgress.print("sustained throughput, %d of %d".formatted(number + 1, count));
        Attempt attempt = attempt(driver, rate);
        attempts.add(attempt);
        rate = attempt.best().map(LoadResult::offeredPerSecond).orElse(rate);
      }
      return new Sustained(
          Machine.here(),
          MeasuredProfile.THROUGHPUT,
          steady,
          warmUp,
          staircase,
          attempts,
          Verdict.of(cluster));
    }
  }

  private static Attempt attempt(Driver driver, int from) {
    List<LoadResult> minutes = new ArrayList<>();
    double rate = from;
    LoadResult first = minute(driver, rate, minutes);
    boolean rising = isKeptUp(first);
    Optional<LoadResult> best = rising ? Optional.of(first) : Optional.empty();
    while (minutes.size() < MINUTES_MAX && rising == best.isPresent()) {
      rate *= rising ? MORE : LESS;
      LoadResult next = minute(driver, rate, minutes);
      if (isKeptUp(next)) {
        best = Optional.of(next);
      } else if (rising) {
        break;
      }
    }
    return new Attempt(minutes, best);
  }

  private static LoadResult minute(Driver driver, double rate, List<LoadResult> minutes) {
    LoadResult minute = driver.run(LoadStep.of((int) rate, SECONDS));
    minutes.add(minute);
    return minute;
  }

  private static boolean isKeptUp(LoadResult minute) {
    Completeness completeness = minute.completeness();
    return completeness.placed() == completeness.orders()
        && minute.latency().p99Millis() <= P99_MILLIS;
  }
}
