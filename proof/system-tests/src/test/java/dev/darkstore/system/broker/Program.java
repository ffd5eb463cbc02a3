package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that a build does not bring along, run to their end. */
final class Program {
  private static final Duration PATIENCE = Duration.ofSeconds(240);

  /** Output and exit status of a program. */
  record Result(String output, int status) {}

  private Program() {}

  /** Runs a program and returns its output; fails unless its exit status is 0. */
  static String run(Path directory, String... command) throws Exception {
    Result result = result(directory, Map.of(), command);
    assertThat(result.status()).as(String.join(" ", command) + "\n" + result.output()).isZero();
    return result.output().strip();
  }

  /** Runs a program without input. */
  static Result result(Path directory, Map<String, String> environment, String... command)
      throws Exception {
    Path output = Files.createTempFile("darkstore-output-", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      System.out.printf("%s $ %s%n%s%n", directory.getFileName(), String.join(" ", command), text);
      assertThat(ended)
          .as(Arrays.toString(command) + " ends in time; its output:\n" + text)
          .isTrue();
      return new Result(text, process.exitValue());
    } finally {
      Files.delete(output);
    }
  }

  /** Skips the test if a program is not installed. */
  static void assumeHas(String program, String version) {
    try {
      result(Path.of("."), Map.of(), program, version);
    } catch (IOException e) {
      assumeTrue(false, program + " is not installed: " + e.getMessage());
    } catch (Exception e) {
      throw new IllegalStateException(program + " cannot be run", e);
    }
  }
}
