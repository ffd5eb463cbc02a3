package dev.darkstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The command in a locale with other digits or other letters")
@Timeout(300)
class LocaleTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}_{1}")
  @CsvSource({"fa, IR", "ar, EG", "tr, TR"})
  @DisplayName("runs the demo, broker and services included, as in any other")
  void runsTheDemoAsAnywhere(String language, String country) throws Exception {
    Path output = folder.resolve("output");
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=" + language,
                "-Duser.country=" + country,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo",
                "--orders",
                "10")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(demo.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      demo.destroyForcibly();
    }

    assertThat(text(output))
        .contains("10 orders for 3 stores with 32 skus, and 12 agents in 3 zones")
        .contains("12 invariants hold");
    assertThat(text(output).codePoints().filter(Character::isDigit))
        .allMatch(digit -> digit >= '0' && digit <= '9');
    assertThat(demo.exitValue()).isZero();
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, UTF_8);
  }
}
