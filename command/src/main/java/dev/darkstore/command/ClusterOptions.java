package dev.darkstore.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine.Option;

/** How a command reaches a cluster: the options that Kafka's own tools have for it. */
final class ClusterOptions {
  private static final int ANSWER_MILLIS_MAX = 5_000;

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
   * An administrator of the cluster, which has answered.
   *
   * @throws UnusableException if it does not answer, or if the options do not make a client
   */
  Admin connect() throws InterruptedException {
    Admin admin;
    try {
      admin = Admin.create(clientConfig());
    } catch (KafkaException e) {
      throw new UnusableException("no client can be made: " + rootMessage(e), e);
    }
    try {
      admin
          .describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_MILLIS_MAX))
          .clusterId()
          .get();
      return admin;
    } catch (ExecutionException e) {
      admin.close();
      String why =
          e.getCause() instanceof TimeoutException
              ? "within %d s".formatted(ANSWER_MILLIS_MAX / 1_000)
              : "as it should: " + rootMessage(e);
      throw new UnusableException("no broker at %s answers %s".formatted(bootstrapServer, why), e);
    }
  }

  /**
   * The configuration of a client.
   *
   * @throws UnusableException if the file cannot be read
   */
  Map<String, Object> clientConfig() {
    Map<String, Object> config = new HashMap<>();
    if (commandConfig != null) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(commandConfig, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (NoSuchFileException e) {
        throw new UnusableException("cannot read " + commandConfig + ": there is no such file", e);
      } catch (IOException e) {
        throw new UnusableException("cannot read " + commandConfig + ": " + e, e);
      }
      properties.stringPropertyNames().forEach(n -> config.put(n, properties.getProperty(n)));
    }
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
    return config;
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
