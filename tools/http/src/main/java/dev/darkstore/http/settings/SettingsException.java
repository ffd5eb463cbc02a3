package dev.darkstore.http.settings;

import java.util.List;

/** Invalid settings; the message lists every reason. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these problems, one line each. */
  public SettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }

  /** Creates an exception with one problem and its cause. */
  public SettingsException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
