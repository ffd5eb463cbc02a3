package dev.darkstore.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.darkstore.http.HttpSettings;
import dev.darkstore.http.settings.SettingsException;
import dev.darkstore.http.settings.SettingsSource;
import dev.darkstore.schemas.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Settings of the console's program")
class ConsoleMainTest {

  @Test
  @DisplayName("The defaults are those of the subcommand")
  void theDefaultsAreThoseOfTheSubcommand() {
    assertThat(options(Map.of()))
        .isEqualTo(
            new ConsoleOptions(
                Map.of("bootstrap.servers", "localhost:9092"),
                Installation.DEFAULT,
                HttpSettings.loopback(ConsoleOptions.PORT),
                ConsoleOptions.WINDOW,
                false,
                Optional.empty()));
  }

  @Test
  @DisplayName(
      "The environment sets the page and the Kafka client; settings of services are ignored")
  void theEnvironmentSetsThePageAndTheClient() {
    ConsoleOptions options =
        options(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "DARKSTORE_HTTP_HOST", "0.0.0.0",
                "DARKSTORE_HTTP_PORT", "8080",
                "DARKSTORE_HTTP_TOKEN_FILE", "/run/secrets/token",
                "DARKSTORE_CONSOLE_WINDOW_MS", "60000",
                "DARKSTORE_CONSOLE_READ_ONLY", "true",
                "DARKSTORE_PREFIX", "staging.",
                "DARKSTORE_HOLD_MS", "120000"));

    assertThat(options)
        .isEqualTo(
            new ConsoleOptions(
                Map.of("bootstrap.servers", "kafka:9092"),
                new Installation("staging."),
                new HttpSettings("0.0.0.0", 8080, Optional.of(Path.of("/run/secrets/token"))),
                Duration.ofMinutes(1),
                true,
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DARKSTORE_HTTP_HOST         | 0.0.0.0 | it requires darkstore.http.token.file
          DARKSTORE_HTTP_PORT         | 65536   | darkstore.http.port
          DARKSTORE_PREFIX            | staging | it must end with '.', '_' or '-'
          DARKSTORE_CONSOLE_WINDOW    | 60      | unknown setting 'darkstore.console.window'
          DARKSTORE_CONSOLE_WINDOW_MS | 0       | darkstore.console.window.ms
          DARKSTORE_CONSOLE_READ_ONLY | perhaps | darkstore.console.read.only
          """)
  @DisplayName("An invalid setting is an error that names it")
  void anInvalidSettingIsAnError(String variable, String value, String message) {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> options(Map.of(variable, value)))
        .withMessageContaining(message);
  }

  @Test
  @Timeout(60)
  @DisplayName("Invalid settings end the program with status 2 and one line in its log")
  void invalidSettingsEndTheProgram(@TempDir Path folder) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ConsoleMain.class.getName())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    program.environment().put("DARKSTORE_HTTP_PORT", "no port");

    assertThat(program.start().waitFor()).isEqualTo(2);
    assertThat(out).isEmptyFile();
    assertThat(Files.readAllLines(err))
        .singleElement()
        .asString()
        .contains(" ERROR ConsoleMain - the console does not start: ")
        .contains("darkstore.http.port");
  }

  private static ConsoleOptions options(Map<String, String> environment) {
    return ConsoleSettings.options(SettingsSource.read(List.of(), environment));
  }
}
