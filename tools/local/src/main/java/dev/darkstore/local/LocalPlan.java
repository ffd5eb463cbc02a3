package dev.darkstore.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Plan of the services and the broker to run in this process.
 *
 * @param broker options of the broker
 * @param stateDirectory directory of the services' state
 * @param isTemporary true if the state is deleted when the cluster is closed
 * @param settings settings of the services, over their defaults
 */
public record LocalPlan(
    EmbeddedBroker.Options broker,
    Path stateDirectory,
    boolean isTemporary,
    Map<String, String> settings) {
  /** More than one, as in earnest; but each takes its time when the services start. */
  static final int PARTITIONS = 2;

  /**
   * How long the broker waits for a service that is gone without a word, as all that stop are: the
   * shortest that a broker allows, because one that is started again has to wait for its own past.
   */
  private static final Map<String, String> QUICKLY_NOTICED =
      Map.of(
          "num.standby.replicas", "0",
          "consumer.session.timeout.ms", "6000",
          "consumer.heartbeat.interval.ms", "1500");

  /** Keeps a copy of the settings. */
  public LocalPlan {
    Objects.requireNonNull(broker, "broker");
    Objects.requireNonNull(stateDirectory, "stateDirectory");
    settings = Map.copyOf(settings);
  }

  /** Everything goes when the cluster goes. Creates the temporary directory for the state. */
  public static LocalPlan temporary(String prefix) throws IOException {
    return new LocalPlan(
        EmbeddedBroker.Options.temporary(),
        Files.createTempDirectory(prefix),
        true,
        QUICKLY_NOTICED);
  }

  /** Everything is kept in this directory, and found there the next time. */
  public static LocalPlan keptIn(Path directory) {
    return new LocalPlan(
        EmbeddedBroker.Options.keptIn(directory.resolve("broker")),
        directory.toAbsolutePath().resolve("state"),
        false,
        QUICKLY_NOTICED);
  }

  /** Returns a copy with these settings of the services on top. */
  public LocalPlan with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(more);
    return new LocalPlan(broker, stateDirectory, isTemporary, all);
  }

  /** Returns a copy whose broker serves clients on this port. */
  public LocalPlan onPort(int port) {
    return new LocalPlan(broker.onPort(port), stateDirectory, isTemporary, settings);
  }
}
