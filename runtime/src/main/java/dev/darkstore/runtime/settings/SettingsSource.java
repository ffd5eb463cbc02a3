package dev.darkstore.runtime.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Where settings come from: files, later over earlier, and the environment over all files. */
public final class SettingsSource {
  private static final String OURS = "DARKSTORE_";
  private static final String KAFKAS = "KAFKA_";

  /** Not settings, although they begin like some: what scripts and images of others read. */
  private static final Set<String> NOT_SETTINGS =
      Set.of(
          "DARKSTORE_JAVA_OPTS",
          "KAFKA_GC_LOG_OPTS",
          "KAFKA_HEAP_OPTS",
          "KAFKA_HOME",
          "KAFKA_JMX_OPTS",
          "KAFKA_JVM_PERFORMANCE_OPTS",
          "KAFKA_LOG4J_OPTS",
          "KAFKA_OPTS",
          "KAFKA_VERSION");

  private SettingsSource() {}

  /**
   * What is set. {@code DARKSTORE_HOLD_MS} sets {@code darkstore.hold.ms}; {@code
   * KAFKA_BOOTSTRAP_SERVERS} sets {@code bootstrap.servers}, where {@code __} stands for {@code _}
   * and {@code ___} for {@code -}, as in Kafka's own container image.
   *
   * @param files in the format of {@link Properties}
   * @param environment the process's
   * @throws IOException if a file cannot be read
   */
  public static Map<String, String> read(List<Path> files, Map<String, String> environment)
      throws IOException {
    Map<String, String> set = new TreeMap<>();
    for (Path file : files) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      }
      properties.stringPropertyNames().forEach(n -> set.put(n, properties.getProperty(n)));
    }
    environment.forEach(
        (name, value) -> {
          if (NOT_SETTINGS.contains(name)) {
            return;
          }
          if (name.startsWith(OURS)) {
            set.put(property(name), value);
          } else if (name.startsWith(KAFKAS)) {
            set.put(property(name.substring(KAFKAS.length())), value);
          }
        });
    return set;
  }

  private static String property(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replace("___", "-")
        .replace("__", "\u0000")
        .replace('_', '.')
        .replace('\u0000', '_');
  }
}
