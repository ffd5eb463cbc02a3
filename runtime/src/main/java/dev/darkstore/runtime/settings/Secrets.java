package dev.darkstore.runtime.settings;

import java.util.regex.Pattern;

/** Settings whose values nobody should see. */
final class Secrets {
  private static final String MASK = "[hidden]";

  private static final Pattern SECRET =
      Pattern.compile("password|passphrase|secret|jaas|token|credential|private|\\.key($|\\.)");

  /** Names of files are no secrets, whatever lies in them. */
  private static final Pattern FILE = Pattern.compile("\\.(file|location)$");

  private Secrets() {}

  /** The value, or a mask in its place if the setting's name says that it is a secret. */
  static String masked(String name, String value) {
    return SECRET.matcher(name).find() && !FILE.matcher(name).find() ? MASK : value;
  }
}
