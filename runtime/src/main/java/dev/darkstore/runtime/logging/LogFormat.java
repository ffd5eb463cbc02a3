package dev.darkstore.runtime.logging;

import java.util.Arrays;
import java.util.Locale;

/** How lines are logged. */
public enum LogFormat {
  /** For people: one line an event, and the stack trace below it. */
  TEXT,
  /** For machines: one JSON object a line. */
  JSON;

  /** What the setting is set to for this. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the setting may be set to. */
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

  /** Whether that is a proper value of the setting. */
  static boolean isNamed(String settingName) {
    return Arrays.asList(settingNames()).contains(settingName);
  }
}
