package dev.darkstore.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Clock of the machine that a child process believes to be on.
 *
 * @param file where the process reads how far the clock is from the right time
 */
public record MachineClock(Path file) {

  /** Returns a clock that is right. */
  static MachineClock right(Path file) {
    MachineClock clock = new MachineClock(file);
    clock.set(Duration.ZERO);
    return clock;
  }

  /** Sets the clock: so far ahead of the right time, or behind it if negative. */
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
