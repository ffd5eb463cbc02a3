package dev.darkstore.runtime.logging;

import java.util.Arrays;
import java.util.Locale;

/** How lines are logged. */
public enum LogFormat {
  /** For people: one line an event, and the stack trace below it. */
  TEXT,
  /** For machines: one JSON object a line. */
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
   * The one that is set so.
   *
   * @throws IllegalArgumentException if none is
   */
  public static LogFormat named(String settingName) {
    return valueOf(settingName.toUpperCase(Locale.ROOT));
  }

  /** Returns true if this is a valid value of the setting. */
  static boolean isNamed(String settingName) {
    return Arrays.asList(settingNames()).contains(settingName);
  }
}
