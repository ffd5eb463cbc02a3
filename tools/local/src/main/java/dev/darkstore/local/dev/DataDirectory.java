package dev.darkstore.local.dev;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.schemas.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Data directory of a development server. */
public final class DataDirectory {
  private static final String MARK = "darkstore-dev";
  private static final String LAYOUT = "layout 1";

  private DataDirectory() {}

  /**
   * Opens the directory: creates it if it is missing, and marks it as ours.
   *
   * @throws UnusableException if it contains other files, or data of another version
   */
  public static Path open(Path directory) {
    Path mark = directory.resolve(MARK);
    try {
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw new UnusableException(directory + " is a file; a directory is needed for the data");
      }
      Files.createDirectories(directory);
      if (Files.exists(mark)) {
        String found = Files.readString(mark, StandardCharsets.UTF_8).strip();
        if (!found.equals(LAYOUT)) {
          throw new UnusableException(
              "%s was written by another version of Darkstore (%s, this one has %s); give another"
                      .formatted(directory, Text.bounded(found, 40), LAYOUT)
                  + " directory, or delete it");
        }
      } else if (isEmpty(directory)) {
        Files.writeString(mark, LAYOUT + System.lineSeparator(), StandardCharsets.UTF_8);
      } else {
        throw new UnusableException(
            directory + " is neither empty nor a directory of 'darkstore dev'; give another one");
      }
      return directory;
    } catch (IOException e) {
      throw new UnusableException(
          "cannot use " + directory + " for the data: " + Cluster.rootMessage(e), e);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
