package dev.darkstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.harness.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    ChildProcess demo =
        ChildProcess.start(
            "the demo",
            new ProcessBuilder(
                    ChildProcess.java(
                        List.of(
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Duser.language=" + language,
                            "-Duser.country=" + country),
                        Main.class,
                        List.of("demo", "--orders", "10")))
                .redirectOutput(output.toFile()));
    try {
      demo.awaitEnd(Duration.ofSeconds(120));
    } finally {
      demo.destroy();
    }

    assertThat(text(output))
        .contains("10 orders for 3 stores with 32 skus, and 12 agents in 3 zones")
        .contains("12 invariants hold");
    assertThat(text(output).codePoints().filter(Character::isDigit))
        .allMatch(digit -> digit >= '0' && digit <= '9');
    assertThat(demo.exitStatus()).isZero();
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, UTF_8);
  }
}
