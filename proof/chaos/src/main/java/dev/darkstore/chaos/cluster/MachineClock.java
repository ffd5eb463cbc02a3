package dev.darkstore.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Clock of the simulated machine of a child process.
 *
 * @param file file with the offset from the true time
 */
public record MachineClock(Path file) {

  /** Returns a clock without offset. */
  static MachineClock right(Path file) {
    MachineClock clock = new MachineClock(file);
    clock.set(Duration.ZERO);
    return clock;
  }

  /** Sets the offset from the true time; negative if behind. */
  public void set(Duration ahead) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(fresh, Long.toString(ahead.toMillis()));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("a clock cannot be set", e);
    }
  }
}
