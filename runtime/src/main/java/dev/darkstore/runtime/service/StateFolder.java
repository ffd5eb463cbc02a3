package dev.darkstore.runtime.service;

import dev.darkstore.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder below which the services of a machine keep their state. */
final class StateFolder {
  private StateFolder() {}

  /**
   * Makes the folder if it is not there. Kafka Streams would too, but fails if another service
   * makes it at the same moment.
   *
   * @throws SettingsException if it cannot be made
   */
  static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new SettingsException(
          "state.dir: the folder %s cannot be made (%s)".formatted(folder, e), e);
    }
  }
}
