package dev.darkstore.http.settings;

import dev.darkstore.schemas.Utf8Text;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Sources of settings: files, later ones over earlier ones, and the environment over all files. */
public final class SettingsSource {
  private static final String OURS = "DARKSTORE_";
  private static final String KAFKAS = "KAFKA_";

  /**
   * Environment variables with our prefix that are no settings: scripts and images of others read
   * them.
   */
  private static final Set<String> NOT_SETTINGS =
      Set.of(
          "DARKSTORE_JAVA_OPTS",
          "KAFKA_CLUSTER_ID",
          "KAFKA_DEBUG",
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
   * Reads the settings from files and the environment. {@code DARKSTORE_HOLD_MS} sets {@code
   * darkstore.hold.ms}; {@code KAFKA_BOOTSTRAP_SERVERS} sets {@code bootstrap.servers}, where
   * {@code __} stands for {@code _} and {@code ___} for {@code -}, as in Kafka's own container
   * image.
   *
   * @param files settings files, in UTF-8 and the format of {@link Properties}
   * @param environment environment variables of the process
   * @throws SettingsException if a file cannot be read
   */
  public static Map<String, String> read(List<Path> files, Map<String, String> environment) {
    Map<String, String> set = new TreeMap<>();
    for (Path file : files) {
      Properties properties = properties(file);
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

  private static Properties properties(Path file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Utf8Text.decode(Files.readAllBytes(file))));
      return properties;
    } catch (NoSuchFileException e) {
      throw new SettingsException("cannot read " + file + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new SettingsException(
          "cannot read " + file + ": it is not text in UTF-8; save it as UTF-8", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String property(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replace("___", "-")
        .replace("__", "\u0000")
        .replace('_', '.')
        .replace('\u0000', '_');
  }
}
