package dev.darkstore.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The program of the service image")
class ServicesMainTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "topics create", "Coordinator"})
  @DisplayName("Ends with status 2 and a list of the services if the first argument names none")
  void endsIfTheFirstArgumentNamesNoService(String line) {
    PrintStream original = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertThat(ServicesMain.run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    } finally {
      System.setErr(original);
    }

    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("darkstore: there is no service '" + line.split(" ")[0] + "'")
        .contains("coordinator, store, delivery");
  }

  @Test
  @DisplayName("Ends with status 2 if a settings file does not exist")
  void endsIfASettingsFileDoesNotExist() {
    assertThat(ServicesMain.run("store", "no-such-file.properties")).isEqualTo(2);
  }
}
