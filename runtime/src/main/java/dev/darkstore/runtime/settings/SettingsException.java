package dev.darkstore.runtime.settings;

import java.util.List;

/** The settings are not ones that a service can run with; the message says every reason. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Settings with these problems, one line for each. */
  public SettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }

  /** One reason, and what it was found by. */
  public SettingsException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
