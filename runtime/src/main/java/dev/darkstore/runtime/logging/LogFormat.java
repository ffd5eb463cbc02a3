package dev.darkstore.runtime.logging;

import java.util.Arrays;
import java.util.Locale;

/** Format of log lines. */
public enum LogFormat {
  /** For people: one line per event, followed by the stack trace. */
  TEXT,
  /** For machines: one JSON object per line. */
  JSON;

  /** Returns the value of the setting that selects this format. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns all values of the setting. */
  public static String[] settingNames() {
    return Arrays.stream(values()).map(LogFormat::settingName).toArray(String[]::new);
  }

  /**
   * Returns the format with this setting name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static LogFormat named(String settingName) {
    return valueOf(settingName.toUpperCase(Locale.ROOT));
  }

  /** Returns true if this is a valid value of the setting. */
  static boolean isNamed(String settingName) {
    return Arrays.asList(settingNames()).contains(settingName);
  }
}
