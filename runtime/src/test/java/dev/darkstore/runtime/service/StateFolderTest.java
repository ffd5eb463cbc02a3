package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.http.settings.SettingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The folder of a service's state")
class StateFolderTest {
  private static final Duration TOMBSTONES = Duration.ofHours(24);
  private static final long NOW_MILLIS = Duration.ofDays(20_000).toMillis();

  @TempDir private Path stateDir;

  private StateFolder folder() {
    return new StateFolder(stateDir, "darkstore-store");
  }

  private Path stored() throws IOException {
    Path task = Files.createDirectories(stateDir.resolve("darkstore-store/0_1/rocksdb"));
    return Files.writeString(task.resolve("000001.sst"), "state");
  }

  @Test
  @DisplayName("is created with its parents, and may exist already")
  void isMadeWithAllAboveIt() {
    Path nested = stateDir.resolve("darkstore/state");

    new StateFolder(nested, "darkstore-store");
    new StateFolder(nested, "darkstore-store");

    assertThat(nested).isDirectory();
  }

  @Test
  @DisplayName("is named in the error when a file is in its place")
  void isNamedWhenAFileIsInItsPlace() throws IOException {
    Path file = Files.createFile(stateDir.resolve("state"));

    assertThatThrownBy(() -> new StateFolder(file, "darkstore-store"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("state.dir: the folder " + file + " cannot be created");
  }

  @Test
  @DisplayName("is kept while the changelogs contain every tombstone that it missed")
  void isKeptAfterAShortAbsence() throws IOException {
    Path file = stored();
    folder().noteWhole(NOW_MILLIS);

    long backMillis = NOW_MILLIS + Duration.ofHours(12).toMillis() - 1;
    assertThat(folder().emptyIfStale(backMillis, TOMBSTONES)).isFalse();
    assertThat(file).exists();
  }

  @Test
  @DisplayName(
      "is kept after a kill, if it was new when the service started and that is not long ago")
  void isKeptWhenItWasNewNotLongAgo() throws IOException {
    assertThat(folder().emptyIfStale(NOW_MILLIS, TOMBSTONES)).isFalse();
    Path file = stored();

    long killedMillis = NOW_MILLIS + Duration.ofHours(1).toMillis();
    assertThat(folder().emptyIfStale(killedMillis, TOMBSTONES)).isFalse();
    assertThat(file).exists();
  }

  @Test
  @DisplayName("is emptied once, and counts as new afterwards")
  void isEmptiedOnce() throws IOException {
    stored();
    assertThat(folder().emptyIfStale(NOW_MILLIS, TOMBSTONES)).isTrue();
    Path restored = stored();

    assertThat(folder().emptyIfStale(NOW_MILLIS, TOMBSTONES)).isFalse();
    assertThat(restored).exists();
  }

  @Test
  @DisplayName(
      "is emptied when it was complete half the life of a tombstone ago, even if in use since")
  void isEmptiedAfterALongAbsence() throws IOException {
    Path file = stored();
    folder().noteWhole(NOW_MILLIS);

    long backMillis = NOW_MILLIS + Duration.ofHours(12).toMillis();
    assertThat(folder().emptyIfStale(backMillis, TOMBSTONES)).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("is emptied when its last complete time is unknown")
  void isEmptiedWhenNobodyKnows() throws IOException {
    Path file = stored();

    assertThat(folder().emptyIfStale(NOW_MILLIS, TOMBSTONES)).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("is emptied when its last complete time is in the future")
  void isEmptiedWhenItComesFromTheFuture() throws IOException {
    Path file = stored();
    folder().noteWhole(NOW_MILLIS + Duration.ofDays(5).toMillis());

    assertThat(folder().emptyIfStale(NOW_MILLIS, TOMBSTONES)).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("is emptied when its files cannot be opened, even if it was complete recently")
  void isEmptiedWhenItsFilesCannotBeOpened() throws IOException {
    Path file = stored();
    folder().noteWhole(NOW_MILLIS);

    assertThat(folder().emptyUnreadable(NOW_MILLIS, new IOException("checksum mismatch"))).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("keeps the id of the process when it is emptied, so that its transactions can end")
  void keepsTheProcessId() throws IOException {
    Path file = stored();
    Path process = stateDir.resolve("darkstore-store/kafka-streams-process-metadata");
    Files.writeString(process, "{}");

    assertThat(folder().emptyIfStale(NOW_MILLIS, TOMBSTONES)).isTrue();
    assertThat(file).doesNotExist();
    assertThat(process).exists();
  }

  @Test
  @DisplayName("is left unchanged while another process uses it")
  void isLeftAloneWhileSomebodyWorksInIt() throws IOException {
    Path file = stored();
    Path lock = stateDir.resolve("darkstore-store/.lock");

    try (FileChannel held =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(held.tryLock()).isNotNull();
      assertThat(folder().emptyIfStale(NOW_MILLIS, TOMBSTONES)).isFalse();
      assertThat(folder().emptyUnreadable(NOW_MILLIS, new IOException("checksum mismatch")))
          .isFalse();
    }
    assertThat(file).exists();
  }
}
