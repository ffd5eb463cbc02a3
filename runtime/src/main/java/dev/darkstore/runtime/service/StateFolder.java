package dev.darkstore.runtime.service;

import dev.darkstore.runtime.settings.SettingsException;
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
 * Folder in which a service keeps its state on this machine, and a file beside it with the time at
 * which it held all that the changelogs had.
 *
 * <p><b>Old state.</b> A changelog keeps the tombstone of a deleted entry for its {@code
 * delete.retention.ms} only. State that lags by more never hears of the deletion, and would bring
 * to life what is over. So a folder that was whole half of that ago, or nobody knows when, is
 * emptied: its state is restored from the changelogs.
 *
 * <p><b>Kills.</b> The folder is whole when it is empty at a start, and after an orderly stop. In
 * between RocksDB writes to it when its memory is full, which for a small store may be never: what
 * a kill leaves can be as old as the start, however lately the service worked.
 */
final class StateFolder {
  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);

  /** Difference of clocks, or a pause between two notes, that says nothing. */
  private static final Duration UNSURE = Duration.ofMinutes(1);

  private static final long UNKNOWN = Long.MIN_VALUE / 2;

  /**
   * File of Kafka Streams' with the id of the process, which its transactional id is made of. It
   * outlives the state: only a producer with that id ends the Kafka transaction of a life that was
   * killed, should the brokers' clocks be set back behind the beginning of it.
   */
  private static final String PROCESS_FILE = "kafka-streams-process-metadata";

  private final Path folder;
  private final Path usedFile;

  /**
   * Makes the folder below which the services of a machine keep their state. Kafka Streams would
   * too, but fails if another service makes it at the same moment.
   *
   * @throws SettingsException if it cannot be made
   */
  StateFolder(Path stateDir, String applicationId) {
    try {
      Files.createDirectories(stateDir);
    } catch (IOException e) {
      throw new SettingsException(
          "state.dir: the folder %s cannot be made (%s)".formatted(stateDir, e), e);
    }
    this.folder = stateDir.resolve(applicationId);
    this.usedFile = stateDir.resolve(applicationId + ".used");
  }

  /** Notes that the folder holds all that the changelogs have, if only because both are new. */
  void noteWhole(long nowMillis) {
    try {
      Files.writeString(usedFile, Long.toString(nowMillis));
    } catch (IOException e) {
      // Costs a restore at the next start, and nothing else.
      log.warn("{} cannot be written: {}", usedFile, e.toString());
    }
  }

  /**
   * Empties the folder if its state may have missed deletions.
   *
   * @param deleteRetention how long the changelogs keep the tombstone of a deleted entry
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
        "was last whole at %s, which is too long ago or not known"
            .formatted(
                wholeAtMillis == UNKNOWN
                    ? "an unknown time"
                    : Instant.ofEpochMilli(wholeAtMillis)));
  }

  /**
   * Empties the folder because its files cannot be opened, such as those that a bad disk damaged.
   *
   * @return true if it was emptied; false if another process works there
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
        return false; // Another process works there, and Kafka Streams will say so.
      }
      log.warn("the state in {} {}: it is restored from the changelogs", folder, why);
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

  /** Returns when the folder was whole last; {@link #UNKNOWN}, which is long ago, if not known. */
  private long wholeAtMillis() {
    try {
      return Long.parseLong(Files.readString(usedFile, StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      log.debug("{} says nothing", usedFile, e);
      return UNKNOWN;
    }
  }
}
