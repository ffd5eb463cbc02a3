package dev.darkstore.local;

import dev.darkstore.schemas.Installation;
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
 * @param settings settings of the services, which win over their defaults
 */
public record LocalPlan(
    EmbeddedBroker.Options broker,
    Path stateDirectory,
    boolean isTemporary,
    Map<String, String> settings) {
  /** More than one, as in production; but each adds to the start time of the services. */
  static final int PARTITIONS = 2;

  /**
   * Session timeout of a service that left without notice, as every stopped one does: the minimum
   * that a broker allows, because a restarted service waits for the expiry of its earlier session.
   */
  private static final Map<String, String> QUICKLY_NOTICED =
      Map.of(
          "num.standby.replicas", "0",
          "consumer.session.timeout.ms", "6000",
          "consumer.heartbeat.interval.ms", "1500");

  /** Copies the settings. */
  public LocalPlan {
    Objects.requireNonNull(broker, "broker");
    Objects.requireNonNull(stateDirectory, "stateDirectory");
    settings = Map.copyOf(settings);
  }

  /** Returns a plan with temporary data, and creates the temporary directory for the state. */
  public static LocalPlan temporary(String prefix) throws IOException {
    return new LocalPlan(
        EmbeddedBroker.Options.temporary(),
        Files.createTempDirectory(prefix),
        true,
        QUICKLY_NOTICED);
  }

  /** Returns a plan with persistent data in this directory. */
  public static LocalPlan keptIn(Path directory) {
    return new LocalPlan(
        EmbeddedBroker.Options.keptIn(directory.resolve("broker")),
        directory.toAbsolutePath().resolve("state"),
        false,
        QUICKLY_NOTICED);
  }

  /** Returns a copy with these settings of the services, which win over earlier ones. */
  public LocalPlan with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(more);
    return new LocalPlan(broker, stateDirectory, isTemporary, all);
  }

  /** Returns the installation that its settings name. */
  public Installation installation() {
    return Installation.of(settings);
  }

  /** Returns a copy whose broker serves clients on this port. */
  public LocalPlan onPort(int port) {
    return new LocalPlan(broker.onPort(port), stateDirectory, isTemporary, settings);
  }
}
