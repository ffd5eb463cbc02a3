package dev.darkstore.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one run: logs, and below a folder for each process its configuration and its data
 * or state.
 */
public record RunFolder(Path path) {
  public static final String LOGS = "logs";
  static final String DATA = "data";
  public static final String STATE = "state";

  /**
   * The folder, made if it is missing.
   *
   * @throws ChaosException if it is not empty: what another run left would be taken for this one's
   */
  public static RunFolder of(Path path) {
    try {
      Files.createDirectories(path);
      try (Stream<Path> entries = Files.list(path)) {
        if (entries.findAny().isPresent()) {
          throw new ChaosException(path + " is not empty; every run needs a folder of its own");
        }
      }
      Files.createDirectory(path.resolve(LOGS));
      return new RunFolder(path);
    } catch (IOException e) {
      throw new UncheckedIOException("a run cannot be kept in " + path, e);
    }
  }

  /** Deletes what is large and of no use after a clean run; logs and configurations stay. */
  public void deleteData() {
    try (Stream<Path> processes = Files.list(path)) {
      for (Path process : processes.toList()) {
        delete(process.resolve(DATA));
        delete(process.resolve(STATE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the data of a run cannot be deleted", e);
    }
  }

  /** Copies a folder with all that is in it. */
  public static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(from)) {
      all = found.sorted().toList();
    }
    for (Path path : all) {
      Files.copy(path, to.resolve(from.relativize(path)));
    }
  }

  /** Deletes a folder with all that is in it, if there is one. */
  public static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
