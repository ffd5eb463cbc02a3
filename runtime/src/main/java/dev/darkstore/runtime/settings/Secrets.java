package dev.darkstore.runtime.settings;

import java.util.regex.Pattern;

/** Settings whose values must not be shown. */
final class Secrets {
  private static final String MASK = "[hidden]";

  private static final Pattern SECRET =
      Pattern.compile("password|passphrase|secret|jaas|token|credential|private|\\.key($|\\.)");

  /** Names of files are no secrets, only their content is. */
  private static final Pattern FILE = Pattern.compile("\\.(file|location)$");

  private Secrets() {}

  /** Returns the value, or a mask if the setting's name marks a secret. */
  static String masked(String name, String value) {
    return SECRET.matcher(name).find() && !FILE.matcher(name).find() ? MASK : value;
  }
}
