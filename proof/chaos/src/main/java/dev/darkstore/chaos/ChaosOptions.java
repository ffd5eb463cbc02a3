package dev.darkstore.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Options of a run.
 *
 * @param seed seed of the plan and of all its choices
 * @param duration duration of fault injection, without start, end and audit; ignored in the short
 *     form
 * @param shortForm true for a fixed set of faults, in an order derived from the seed, within two
 *     and a half minutes
 * @param only kinds of faults to inject, each at least once independent of the duration; empty for
 *     all kinds
 * @param folder directory of the logs, configurations, data and state of this run; created if
 *     missing
 * @param command command that repeats the run, for the report
 * @param progress consumer of progress lines
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

  /** Creates options for a run of this many minutes, without progress lines. */
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

  /** Creates options for the short form, for builds. */
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
