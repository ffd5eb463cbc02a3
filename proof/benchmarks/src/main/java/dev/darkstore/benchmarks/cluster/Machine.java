package dev.darkstore.benchmarks.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.common.utils.internals.AppInfoParser;

/** Machine and software versions of a measurement. */
public record Machine(
    String processor,
    int cores,
    long memoryMegabytes,
    String kernel,
    String java,
    String kafka,
    String commit,
    String measuredAt) {

  public static Machine here() {
    return new Machine(
        lineOf("/proc/cpuinfo", "model name").orElse("unknown"),
        Runtime.getRuntime().availableProcessors(),
        lineOf("/proc/meminfo", "MemTotal")
                .map(text -> Long.parseLong(text.substring(0, text.indexOf(' '))))
                .orElse(0L)
            / 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        AppInfoParser.getVersion(),
        System.getProperty("darkstore.commit", "unknown"),
        Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
  }

  private static Optional<String> lineOf(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
