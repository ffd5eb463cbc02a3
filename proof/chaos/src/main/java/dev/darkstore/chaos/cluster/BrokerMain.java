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
 * A broker in a process of its own: formats its directory if it is new, and becomes Kafka's own
 * main. The only class of the module that touches Kafka's inside.
 */
public final class BrokerMain {
  static final String CLUSTER_ID = "darkstore.cluster.id";

  private BrokerMain() {}

  /** Runs the broker that the properties file describes. */
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
