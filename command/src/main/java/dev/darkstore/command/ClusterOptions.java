package dev.darkstore.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/** How a command reaches a cluster: the options that Kafka's own tools have for it. */
final class ClusterOptions {
  private static final int TIMEOUT_MILLIS = 8_000;

  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
      description = "The cluster (default: ${DEFAULT-VALUE}).")
  private String bootstrapServer;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Properties of a Kafka client: how to authenticate, and whom to trust.")
  private Path commandConfig;

  String bootstrapServer() {
    return bootstrapServer;
  }

  /**
   * The configuration of a client.
   *
   * @throws UnusableException if the file cannot be read
   */
  Map<String, Object> clientConfig() {
    Map<String, Object> config = new HashMap<>();
    // A person is waiting, and is to be told in time that there is no broker.
    config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    if (commandConfig != null) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(commandConfig, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UnusableException("cannot read " + commandConfig + ": " + e.getMessage(), e);
      }
      properties.stringPropertyNames().forEach(n -> config.put(n, properties.getProperty(n)));
    }
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
    return config;
  }
}
