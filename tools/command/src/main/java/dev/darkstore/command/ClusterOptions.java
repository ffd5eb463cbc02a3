package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.http.settings.SettingsException;
import dev.darkstore.http.settings.SettingsSource;
import dev.darkstore.runtime.settings.KafkaSettings;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/**
 * Connection of a command to a cluster: the options of Kafka's own tools, and the settings of the
 * services: {@code KAFKA_…} in the environment wins over the file, and the option over both.
 */
final class ClusterOptions {
  static final String DEFAULT_SERVER = "localhost:9092";
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  @Option(
      names = {"--bootstrap-server", "--bootstrap"},
      paramLabel = "HOST:PORT",
      description =
          "The cluster (default: KAFKA_BOOTSTRAP_SERVERS, then bootstrap.servers of the file, then "
              + DEFAULT_SERVER
              + ").")
  private String bootstrapServer;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description =
          "Properties of a Kafka client: authentication and trust. The environment wins"
              + " over the file: KAFKA_SECURITY_PROTOCOL sets security.protocol.")
  private Path commandConfig;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description =
          "Prefix of the installation's topics and groups (default: DARKSTORE_PREFIX, then"
              + " darkstore.prefix of the file, then none).")
  private String prefix;

  @Option(
      names = "--branches",
      paramLabel = "LIST",
      description =
          "Branches of the installation's orders (default: DARKSTORE_BRANCHES, then"
              + " darkstore.branches of the file, then store,delivery).")
  private String branches;

  /**
   * Connects to the cluster.
   *
   * @throws UnusableException if it does not reply, or if the configuration is invalid
   */
  Cluster connect() throws InterruptedException {
    return Cluster.connect(clientConfig(System.getenv()), installation(System.getenv()));
  }

  /**
   * Connects to a cluster that may be starting.
   *
   * @param brokers number of brokers to wait for
   * @param patience maximum time to wait; after it, a cluster that replies is good enough
   * @throws UnusableException if it does not reply within that time, or if the configuration is
   *     invalid
   */
  Cluster connect(int brokers, Duration patience) throws InterruptedException {
    Map<String, Object> config = clientConfig(System.getenv());
    Installation installation = installation(System.getenv());
    long endNanos = System.nanoTime() + patience.toNanos();
    while (true) {
      boolean isOver = System.nanoTime() - endNanos >= 0;
      try {
        Cluster cluster = Cluster.connect(config, installation);
        if (isOver || hasBrokers(cluster, brokers)) {
          return cluster;
        }
        cluster.close();
      } catch (UnusableException e) {
        if (isOver) {
          throw e;
        }
      }
      Thread.sleep(RETRY_PAUSE.toMillis());
    }
  }

  private static boolean hasBrokers(Cluster cluster, int brokers) throws InterruptedException {
    try {
      return cluster.brokers() >= brokers;
    } catch (UnusableException e) {
      return false; // It replied before, and does not now: it is starting.
    }
  }

  /**
   * Returns the installation that the command works on.
   *
   * @throws UnusableException if the file cannot be read, or if the prefix or a branch is invalid
   */
  Installation installation(Map<String, String> environment) {
    try {
      return Installation.of(read(environment));
    } catch (IllegalArgumentException e) {
      throw new UnusableException(e.getMessage(), e);
    }
  }

  /**
   * Returns the services' settings in the file.
   *
   * @throws UnusableException if the file cannot be read, or if the settings are invalid
   */
  ServiceSettings settings(Map<String, String> environment) {
    try {
      return ServiceSettings.of(read(environment));
    } catch (SettingsException e) {
      throw new UnusableException(e.getMessage(), e);
    }
  }

  private Map<String, String> read(Map<String, String> environment) {
    List<Path> files = commandConfig == null ? List.of() : List.of(commandConfig);
    try {
      Map<String, String> set = SettingsSource.read(files, environment);
      if (prefix != null) {
        set.put(Installation.SETTING, prefix);
      }
      if (branches != null) {
        set.put(BranchTable.SETTING, branches);
      }
      return set;
    } catch (SettingsException e) {
      throw new UnusableException(e.getMessage(), e);
    }
  }

  /**
   * Returns the configuration of a client.
   *
   * @throws UnusableException if the file cannot be read, or contains an unknown setting
   */
  Map<String, Object> clientConfig(Map<String, String> environment) {
    Map<String, Object> config = new HashMap<>();
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_SERVER);
    config.putAll(read(environment));
    // The file may contain the services' own settings, which clients ignore.
    config.keySet().removeIf(name -> name.startsWith(ServiceSettings.PREFIX));
    List<String> unknown = KafkaSettings.unknown(config.keySet());
    if (!unknown.isEmpty()) {
      throw new UnusableException(String.join(System.lineSeparator(), unknown));
    }
    // An empty variable counts as unset.
    config.replace(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "", DEFAULT_SERVER);
    if (bootstrapServer != null) {
      config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
    }
    return config;
  }
}
