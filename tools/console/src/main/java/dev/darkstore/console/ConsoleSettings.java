package dev.darkstore.console;

import dev.darkstore.http.HttpSettings;
import dev.darkstore.http.settings.SettingsException;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settings of the console's program. They have the sources of the services' settings, and may
 * contain those of the services, which are ignored.
 */
final class ConsoleSettings {
  static final String WINDOW = "darkstore.console.window.ms";
  static final String READ_ONLY = "darkstore.console.read.only";

  private static final String OURS = "darkstore.";
  private static final String CONSOLES = "darkstore.console.";
  private static final String DEFAULT_SERVER = "localhost:9092";
  private static final int PORT_MAX = 65_535;

  private static final ConfigDef SETTINGS =
      new ConfigDef()
          .define(
              HttpSettings.HOST_SETTING,
              ConfigDef.Type.STRING,
              HttpSettings.LOOPBACK,
              new ConfigDef.NonEmptyString(),
              Importance.MEDIUM,
              "Listen address of the page: a name or an address of this machine.")
          .define(
              HttpSettings.PORT_SETTING,
              ConfigDef.Type.INT,
              ConsoleOptions.PORT,
              Range.between(0, PORT_MAX),
              Importance.MEDIUM,
              "Port of the page; 0 for any free one.")
          .define(
              HttpSettings.TOKEN_FILE_SETTING,
              ConfigDef.Type.STRING,
              null,
              Importance.MEDIUM,
              "File with the token that the page asks for.")
          .define(
              Installation.SETTING,
              ConfigDef.Type.STRING,
              Installation.DEFAULT.prefix(),
              Importance.MEDIUM,
              "Prefix of the names of topics and groups of the installation.")
          .define(
              BranchTable.SETTING,
              ConfigDef.Type.STRING,
              BranchTable.DEFAULT.toString(),
              Importance.MEDIUM,
              "Branches of every order, as the services have them.")
          .define(
              WINDOW,
              ConfigDef.Type.LONG,
              ConsoleOptions.WINDOW.toMillis(),
              Range.atLeast(1),
              Importance.LOW,
              "Age of the oldest events read at the start, in milliseconds.")
          .define(
              READ_ONLY,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.LOW,
              "If true, the page has no forms.");

  private ConsoleSettings() {}

  /**
   * Returns the options that the settings result in.
   *
   * @throws SettingsException if a setting of the console is unknown or invalid, or if other
   *     machines reach the page without a token
   */
  static ConsoleOptions options(Map<String, String> set) {
    Map<String, String> ours = new TreeMap<>();
    Map<String, Object> kafkas = new HashMap<>();
    kafkas.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_SERVER);
    set.forEach(
        (name, value) -> {
          if (SETTINGS.names().contains(name)) {
            ours.put(name, value);
          } else if (name.startsWith(CONSOLES)) {
            throw new SettingsException(
                List.of(
                    "unknown setting '%s'; known are %s"
                        .formatted(name, String.join(", ", SETTINGS.names()))));
          } else if (!name.startsWith(OURS) && !value.isEmpty()) {
            kafkas.put(name, value);
          }
        });
    AbstractConfig config;
    try {
      config = new AbstractConfig(SETTINGS, ours, false);
    } catch (ConfigException e) {
      throw new SettingsException(List.of(e.getMessage()));
    }
    return new ConsoleOptions(
        kafkas,
        installation(config),
        http(config),
        Duration.ofMillis(config.getLong(WINDOW)),
        config.getBoolean(READ_ONLY),
        Optional.empty());
  }

  private static Installation installation(AbstractConfig config) {
    try {
      return Installation.of(config.values());
    } catch (IllegalArgumentException e) {
      throw new SettingsException(List.of(e.getMessage()));
    }
  }

  private static HttpSettings http(AbstractConfig config) {
    HttpSettings http =
        new HttpSettings(
            config.getString(HttpSettings.HOST_SETTING),
            config.getInt(HttpSettings.PORT_SETTING),
            Optional.ofNullable(config.getString(HttpSettings.TOKEN_FILE_SETTING)).map(Path::of));
    if (http.tokenFile().isEmpty() && http.isReachable()) {
      throw new SettingsException(
          List.of(
              "%s is '%s', which other machines reach; it requires %s"
                  .formatted(
                      HttpSettings.HOST_SETTING, http.host(), HttpSettings.TOKEN_FILE_SETTING)));
    }
    return http;
  }
}
