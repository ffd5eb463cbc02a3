package dev.darkstore.chaos.cluster;

import dev.darkstore.harness.HarnessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/**
 * Folder of a run: logs, and a folder for each process with its configuration and its data or
 * state.
 */
public record RunFolder(Path path) {
  public static final String LOGS = "logs";
  static final String DATA = "data";
  public static final String STATE = "state";

  /**
   * Opens the folder, which is created if missing.
   *
   * @throws HarnessException if it is not empty, since files of another run would be mistaken for
   *     its own
   */
  public static RunFolder of(Path path) {
    try {
      Files.createDirectories(path);
      try (Stream<Path> entries = Files.list(path)) {
        if (entries.findAny().isPresent()) {
          throw new HarnessException(path + " is not empty; every run needs an empty folder");
        }
      }
      Files.createDirectory(path.resolve(LOGS));
      return new RunFolder(path);
    } catch (IOException e) {
      throw new UncheckedIOException("a run cannot be kept in " + path, e);
    }
  }

  /** Deletes data and state after a clean run; logs and configurations stay. */
  public void deleteData() {
    try (Stream<Path> processes = Files.list(path)) {
      for (Path process : processes.toList()) {
        Utils.delete(process.resolve(DATA).toFile());
        Utils.delete(process.resolve(STATE).toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the data of a run cannot be deleted", e);
    }
  }

  /** Copies a folder recursively. */
  public static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(from)) {
      all = found.sorted().toList();
    }
    for (Path path : all) {
      Files.copy(path, to.resolve(from.relativize(path)));
    }
  }
}
