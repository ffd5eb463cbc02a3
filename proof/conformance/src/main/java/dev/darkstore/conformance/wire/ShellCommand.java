package dev.darkstore.conformance.wire;

import dev.darkstore.client.cluster.UnusableException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Command of the user that stops the participant and starts it again.
 *
 * @param line command line for {@code sh -c}
 */
public record ShellCommand(String line) implements Runnable {
  private static final int SECONDS_MAX = 120;

  /**
   * Runs the command, and returns when it has ended.
   *
   * @throws UnusableException if it fails, or does not end within {@value #SECONDS_MAX} s
   */
  @Override
  public void run() {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new UnusableException(
            "the restart command has not ended within %d s: %s".formatted(SECONDS_MAX, line));
      }
      if (process.exitValue() != 0) {
        throw new UnusableException(
            "the restart command ended with status %d: %s".formatted(process.exitValue(), line));
      }
    } catch (IOException e) {
      throw new UnusableException("the restart command cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableException("interrupted while the restart command was running", e);
    }
  }
}
