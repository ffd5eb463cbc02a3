package dev.darkstore.runtime.service;

import dev.darkstore.http.settings.SettingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folder of a service's state on this machine, with a file beside it that records the last time at
 * which the state was complete.
 *
 * <p><b>Old state.</b> A changelog keeps the tombstone of a deleted entry only for its {@code
 * delete.retention.ms}. State that lags by more misses the deletion and would revive closed
 * entries. So a folder whose last complete time is unknown or older than half of that is emptied:
 * its state is restored from the changelogs.
 *
 * <p><b>Kills.</b> The folder is complete when it is empty at a start, and after an orderly stop.
 * In between RocksDB writes to it when its memory is full, which for a small store may be never:
 * state left by a kill can be as old as the start of the process.
 */
final class StateFolder {
  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);

  /** Tolerance for clock differences and for the interval between two notes. */
  private static final Duration UNSURE = Duration.ofMinutes(1);

  private static final long UNKNOWN = Long.MIN_VALUE / 2;

  /**
   * File of Kafka Streams with the id of the process, which is part of its transactional id. It
   * survives the state: only a producer with that id ends the Kafka transaction of a killed run if
   * the brokers' clocks are set back to before its beginning.
   */
  private static final String PROCESS_FILE = "kafka-streams-process-metadata";

  private final Path folder;
  private final Path usedFile;

  /**
   * Creates the parent folder of all services' state on a machine. Kafka Streams would create it
   * too, but fails if another service does so at the same moment.
   *
   * @throws SettingsException if it cannot be created
   */
  StateFolder(Path stateDir, String applicationId) {
    try {
      Files.createDirectories(stateDir);
    } catch (IOException e) {
      throw new SettingsException(
          "state.dir: the folder %s cannot be created (%s)".formatted(stateDir, e), e);
    }
    this.folder = stateDir.resolve(applicationId);
    this.usedFile = stateDir.resolve(applicationId + ".used");
  }

  /** Notes that the state is complete, or that folder and changelogs are both new. */
  void noteWhole(long nowMillis) {
    try {
      Files.writeString(usedFile, Long.toString(nowMillis));
    } catch (IOException e) {
      // Costs a restore at the next start, nothing else.
      log.warn("{} cannot be written: {}", usedFile, e.toString());
    }
  }

  /**
   * Empties the folder if its state may have missed deletions.
   *
   * @param deleteRetention time for which the changelogs keep the tombstone of a deleted entry
   * @return true if it was emptied
   */
  boolean emptyIfStale(long nowMillis, Duration deleteRetention) {
    if (!Files.isDirectory(folder)) {
      noteWhole(nowMillis);
      return false;
    }
    long wholeAtMillis = wholeAtMillis();
    boolean isFresh =
        wholeAtMillis - UNSURE.toMillis() < nowMillis
            && wholeAtMillis > nowMillis - deleteRetention.dividedBy(2).toMillis();
    if (isFresh) {
      return false;
    }
    return emptied(
        nowMillis,
        "was last complete at %s: too long ago, or unknown"
            .formatted(
                wholeAtMillis == UNKNOWN
                    ? "an unknown time"
                    : Instant.ofEpochMilli(wholeAtMillis)));
  }

  /**
   * Empties the folder because its files cannot be opened, for example after a disk error.
   *
   * @return true if it was emptied; false if another process uses it
   * @throws SettingsException if it cannot be emptied
   */
  boolean emptyUnreadable(long nowMillis, Exception cause) {
    return emptied(nowMillis, "cannot be opened (%s)".formatted(cause.getMessage()));
  }

  private boolean emptied(long nowMillis, String why) {
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.tryLock()) {
      if (held == null) {
        return false; // Another process uses it; Kafka Streams will fail with the reason.
      }
      log.warn("the state in {} {}; it is restored from the changelogs", folder, why);
      empty();
      noteWhole(nowMillis);
      return true;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      throw new SettingsException(
          "state.dir: the folder %s cannot be emptied (%s)".formatted(folder, e), e);
    }
  }

  private void empty() throws IOException {
    List<Path> inside;
    try (Stream<Path> files = Files.walk(folder)) {
      inside =
          files
              .filter(
                  path ->
                      !path.equals(folder)
                          && !path.endsWith(".lock")
                          && !path.endsWith(PROCESS_FILE))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path path : inside) {
      Files.deleteIfExists(path);
    }
  }

  /**
   * Returns the time at which the folder was last complete; {@link #UNKNOWN}, far in the past, if
   * unknown.
   */
  private long wholeAtMillis() {
    try {
      return Long.parseLong(Files.readString(usedFile, StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      log.debug("{} cannot be read", usedFile, e);
      return UNKNOWN;
    }
  }
}
