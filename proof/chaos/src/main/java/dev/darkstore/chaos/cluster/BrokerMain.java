package dev.darkstore.chaos.cluster;

import dev.darkstore.local.BrokerFormat;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.Kafka;

/**
 * Main class of a broker process: formats its directory if it is new, and runs Kafka's main class.
 * The only class of the module that uses Kafka's internal classes.
 */
public final class BrokerMain {
  static final String CLUSTER_ID = "darkstore.cluster.id";

  private BrokerMain() {}

  /** Runs the broker with the configuration in the properties file. */
  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    BrokerFormat.format(
        Path.of(properties.getProperty("log.dirs")),
        Integer.parseInt(properties.getProperty("node.id")),
        properties.getProperty(CLUSTER_ID),
        properties.getProperty("controller.listener.names"),
        Map.of());
    Kafka.main(arguments);
  }
}
