package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir private Path folder;

  @Test
  void itIsMadeWithAllAboveIt() {
    Path state = folder.resolve("darkstore/state");

    StateFolder.make(state);

    assertThat(state).isDirectory();
  }

  @Test
  void itMayBeThereAlready() {
    StateFolder.make(folder);

    assertThat(folder).isDirectory();
  }

  @Test
  void aFileInItsPlaceIsToldByName() throws IOException {
    Path file = Files.createFile(folder.resolve("state"));

    assertThatThrownBy(() -> StateFolder.make(file))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("state.dir: the folder " + file + " cannot be made");
  }
}
