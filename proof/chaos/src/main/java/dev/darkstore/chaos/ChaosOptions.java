package dev.darkstore.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How to break the system.
 *
 * @param seed what the plan and every choice in it follow from
 * @param duration how long faults are injected; start, end and audit come on top. Without effect in
 *     the short form
 * @param shortForm a fixed set of faults in an order that follows from the seed, everything timed
 *     to be over within two and a half minutes
 * @param only the kinds of faults to inject, each once at least however short the duration is;
 *     empty for as many of all kinds as there is time for
 * @param folder where logs, configurations, data and state of the run are kept; of this run alone,
 *     and made if missing
 * @param command what a person types to run it again, for the report
 * @param progress is told, line by line, what happens
 */
public record ChaosOptions(
    long seed,
    Duration duration,
    boolean shortForm,
    List<String> only,
    Path folder,
    String command,
    Consumer<String> progress) {
  public ChaosOptions {
    Objects.requireNonNull(duration, "duration");
    only = List.copyOf(only);
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(progress, "progress");
    if (duration.isNegative()) {
      throw new IllegalArgumentException("the duration is negative: " + duration);
    }
  }

  /** A run of this many minutes that tells nobody of its progress. */
  public static ChaosOptions ofMinutes(int minutes, long seed, Path folder) {
    return new ChaosOptions(
        seed,
        Duration.ofMinutes(minutes),
        false,
        List.of(),
        folder,
        "./darkstore chaos --minutes %d --seed %d".formatted(minutes, seed),
        line -> {});
  }

  /** The short form that a build can afford. */
  public static ChaosOptions brief(long seed, Path folder) {
    return new ChaosOptions(
        seed,
        Duration.ZERO,
        true,
        List.of(),
        folder,
        "mvn -pl :chaos -am test -Dtest=ChaosTest -Dchaos.seed=" + seed,
        line -> {});
  }

  /** Returns a copy that is restricted to these kinds of faults. */
  public ChaosOptions restrictedTo(List<String> kinds) {
    return new ChaosOptions(seed, duration, shortForm, kinds, folder, command, progress);
  }

  /** Returns a copy that reports its progress to the listener. */
  public ChaosOptions reportingTo(Consumer<String> listener) {
    return new ChaosOptions(seed, duration, shortForm, only, folder, command, listener);
  }
}
