package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.runtime.settings.KafkaSettings;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.runtime.settings.SettingsException;
import dev.darkstore.runtime.settings.SettingsSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/**
 * How a command reaches a cluster: the options that Kafka's own tools have for it, and the settings
 * that the services have: {@code KAFKA_…} of the environment over the file, and the option over
 * both.
 */
final class ClusterOptions {
  static final String DEFAULT_SERVER = "localhost:9092";

  @Option(
      names = {"--bootstrap-server", "--bootstrap"},
      paramLabel = "HOST:PORT",
      description =
          "The cluster (default: KAFKA_BOOTSTRAP_SERVERS, else bootstrap.servers of the file, else "
              + DEFAULT_SERVER
              + ").")
  private String bootstrapServer;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description =
          "Properties of a Kafka client: how to authenticate, and whom to trust. The environment"
              + " goes over them: KAFKA_SECURITY_PROTOCOL sets security.protocol.")
  private Path commandConfig;

  /**
   * The cluster, which has answered.
   *
   * @throws UnusableException if it does not answer, or if the options do not make a client
   */
  Cluster connect() throws InterruptedException {
    return Cluster.connect(clientConfig(System.getenv()));
  }

  /**
   * The services' settings, as they stand in the same file.
   *
   * @throws UnusableException if the file cannot be read, or if they do not fit
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
      return SettingsSource.read(files, environment);
    } catch (SettingsException e) {
      throw new UnusableException(e.getMessage(), e);
    }
  }

  /**
   * The configuration of a client.
   *
   * @throws UnusableException if the file cannot be read, or names a setting that there is not
   */
  Map<String, Object> clientConfig(Map<String, String> environment) {
    Map<String, Object> config = new HashMap<>();
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_SERVER);
    config.putAll(read(environment));
    // The services' own settings may stand in the same file; they are nothing to a client.
    config.keySet().removeIf(name -> name.startsWith(ServiceSettings.PREFIX));
    List<String> unknown = KafkaSettings.unknown(config.keySet());
    if (!unknown.isEmpty()) {
      throw new UnusableException(String.join(System.lineSeparator(), unknown));
    }
    // An empty variable is as good as none.
    config.replace(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "", DEFAULT_SERVER);
    if (bootstrapServer != null) {
      config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
    }
    return config;
  }
}
