package dev.darkstore.local;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * Format of a node's data directory. Kafka transactions run at {@code transaction.version} 2, as
 * the services require of any cluster.
 */
public final class BrokerFormat {
  private BrokerFormat() {}

  static boolean isFormatted(Path directory) {
    return Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME));
  }

  /**
   * Formats the directory of a node that is both broker and controller, unless it is formatted.
   *
   * @param users passwords by user name, for SCRAM-SHA-512 logins from the first start on
   */
  public static void format(
      Path directory,
      int nodeId,
      String clusterId,
      String controllerListener,
      Map<String, String> users)
      throws Exception {
    if (isFormatted(directory)) {
      return;
    }
    new Formatter()
        // Its progress report is not needed here.
        .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setFeatureLevel(TransactionVersion.FEATURE_NAME, TransactionVersion.TV_2.featureLevel())
        .setNodeId(nodeId)
        .setClusterId(clusterId)
        .setControllerListenerName(controllerListener)
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .setScramArguments(
            users.entrySet().stream()
                .map(
                    user ->
                        "SCRAM-SHA-512=[name=%s,password=%s]"
                            .formatted(user.getKey(), user.getValue()))
                .toList())
        .run();
  }
}
