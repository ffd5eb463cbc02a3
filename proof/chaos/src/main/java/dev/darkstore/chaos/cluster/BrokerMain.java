package dev.darkstore.chaos.cluster;

import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.TransactionVersion;

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
    String directory = properties.getProperty("log.dirs");
    if (Files.notExists(Path.of(directory, MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
      new Formatter()
          .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .setFeatureLevel(TransactionVersion.FEATURE_NAME, TransactionVersion.TV_2.featureLevel())
          .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
          .setClusterId(properties.getProperty(CLUSTER_ID))
          .setControllerListenerName(properties.getProperty("controller.listener.names"))
          .setMetadataLogDirectory(directory)
          .addDirectory(directory)
          .run();
    }
    Kafka.main(arguments);
  }
}
