package dev.darkstore.benchmarks.section;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Machine;
import dev.darkstore.benchmarks.cluster.MeasuredProfile;
import dev.darkstore.benchmarks.load.BenchmarkProgress;
import dev.darkstore.benchmarks.load.Driver;
import dev.darkstore.benchmarks.load.LoadResult;
import dev.darkstore.benchmarks.load.LoadStep;
import dev.darkstore.benchmarks.load.WarmUp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Alternatives to the services' defaults, each measured on the same broker with services that were
 * restarted and warmed up.
 */
public record Alternatives(Machine machine, List<Tried> tried) {
  private static final LoadStep LOW = LoadStep.of(100, 20);
  private static final LoadStep HIGH = LoadStep.of(1_000, 20);

  private static final List<Alternative> ALL =
      List.of(
          new Alternative("the defaults", profile -> profile),
          new Alternative(
              "nothing ahead of the commit", profile -> profile.with("darkstore.ahead", "false")),
          new Alternative(
              "commit every 5 ms",
              profile -> profile.with("commit.interval.ms", "5").with("poll.ms", "2")),
          new Alternative(
              "commit every 25 ms",
              profile -> profile.with("commit.interval.ms", "25").with("poll.ms", "12")),
          new Alternative(
              "commit and poll as Kafka has them, 100 ms",
              profile -> profile.with("commit.interval.ms", "100").with("poll.ms", "100")),
          new Alternative(
              "wait for the other topics as Kafka does",
              profile -> profile.with("max.task.idle.ms", "0")),
          new Alternative("two threads", profile -> profile.with("num.stream.threads", "2")),
          new Alternative(
              "transactional state stores",
              profile -> profile.with("enable.transactional.statestores", "true")),
          new Alternative("G1", profile -> profile.withServiceJvmOptions(List.of("-XX:+UseG1GC"))),
          new Alternative("the defaults, again", profile -> profile));

  private record Alternative(String name, UnaryOperator<MeasuredProfile> change) {}

  /**
   * Result of one alternative.
   *
   * @param settings settings that differ from the defaults
   */
  public record Tried(
      String name,
      Map<String, String> settings,
      List<String> jvmOptions,
      WarmUp warmUp,
      LoadResult low,
      LoadResult high) {}

  public Alternatives {
    tried = List.copyOf(tried);
  }

  public static Alternatives measure(Path folder) {
    List<Tried> tried = new ArrayList<>();
    try (Cluster cluster = Cluster.start(MeasuredProfile.LATENCY, folder);
        Driver driver = new Driver(cluster)) {
      driver.open();
      for (Alternative alternative : ALL) {
        BenchmarkProgress.print("alternatives: %s".formatted(alternative.name));
        MeasuredProfile profile = alternative.change.apply(MeasuredProfile.LATENCY);
        cluster.stopServices();
        cluster.startServices(profile);
        WarmUp warmUp = WarmUp.run(driver);
        tried.add(
            new Tried(
                alternative.name,
                profile.settings(),
                profile.serviceJvmOptions(),
                warmUp,
                driver.run(LOW),
                driver.run(HIGH)));
      }
    }
    return new Alternatives(Machine.here(), tried);
  }
}
