package dev.darkstore.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.http.HttpSettings;
import dev.darkstore.http.settings.SettingsException;
import dev.darkstore.http.settings.SettingsSource;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.logging.LogFormat;
import dev.darkstore.schemas.Installation;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSettingsTest {
  @Test
  @DisplayName("A service may have further settings, which are checked like the others")
  void mayHaveSettingsOfItsOwn() {
    String name = "darkstore.payment.limit.cents";
    ConfigDef own = new ConfigDef().define(name, ConfigDef.Type.LONG, 100L, Importance.HIGH, "");

    assertThat(ServiceSettings.of(Map.of(), own).ownLong(name)).isEqualTo(100);
    assertThat(ServiceSettings.of(Map.of(name, "7"), own).ownLong(name)).isEqualTo(7);
    assertThat(ServiceSettings.of(Map.of(name, "7"), own).effective()).containsEntry(name, "7");
    assertThatThrownBy(() -> ServiceSettings.of(Map.of(name, "much"), own))
        .hasMessageContaining(name);
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("darkstore.payment.limit.cent", "7"), own))
        .hasMessage("unknown setting 'darkstore.payment.limit.cent'; did you mean '" + name + "'?");
    assertThatThrownBy(() -> ServiceSettings.of(Map.of(name, "7")))
        .hasMessageStartingWith("unknown setting '" + name + "'");
  }

  @Test
  void worksWhenNothingIsSet() {
    assertThat(ServiceSettings.of(Map.of()).timing()).isEqualTo(CoordinatorTiming.DEFAULTS);
  }

  @Test
  void namesTheSettingsAndTheInequalityTheyBreak() {
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("darkstore.hold.ms", "20000")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "required: hold (20000 ms) >= reserve timeout (10000 ms) + commit attempts (3) x"
                + " commit interval (5000 ms) + margin (5000 ms) = 30000 ms"
                + "  (darkstore.hold.ms, darkstore.reserve.timeout.ms, darkstore.commit.attempts,"
                + " darkstore.commit.retry.ms, darkstore.margin.ms)");
  }

  @Test
  void acceptsTheInequalityAtItsEdge() {
    assertThat(ServiceSettings.of(Map.of("darkstore.hold.ms", "30000")).timing().holdMillis())
        .isEqualTo(30_000);
  }

  @Test
  void namesTheRetentionThatIsTooShort() {
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("darkstore.retention.ms", "120000")))
        .hasMessageContaining("retention (120000 ms) > order maximum age (120000 ms)")
        .hasMessageContaining("darkstore.retention.ms");
  }

  @Test
  void suggestsTheSettingThatWasMeant() {
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("darkstore.holt.ms", "1")))
        .hasMessage("unknown setting 'darkstore.holt.ms'; did you mean 'darkstore.hold.ms'?");
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("darkstore.hold.ms", "2 min")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("darkstore.hold.ms")
        .hasMessageContaining("2 min");
  }

  @Test
  void refusesZero() {
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("darkstore.commit.attempts", "0")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("darkstore.commit.attempts");
  }

  @Test
  void namesTheInstallationByItsPrefix() {
    assertThat(ServiceSettings.of(Map.of()).installation()).isEqualTo(Installation.DEFAULT);
    assertThat(ServiceSettings.of(Map.of("darkstore.prefix", "east.")).installation())
        .isEqualTo(new Installation("east."));
  }

  @Test
  void refusesAnUnfitPrefix() {
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("darkstore.prefix", "east")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("darkstore.prefix is 'east'; it must end with '.', '_' or '-', as in 'east.'");
  }

  @Test
  void passesKafkasSettingsThrough() {
    assertThat(ServiceSettings.of(Map.of("bootstrap.servers", "kafka:9092")).kafka())
        .isEqualTo(Map.of("bootstrap.servers", "kafka:9092"));
  }

  @Test
  void theEnvironmentGoesOverFilesAndLaterFilesOverEarlier(@TempDir Path folder)
      throws IOException {
    Path first = Files.writeString(folder.resolve("a"), "darkstore.hold.ms=1\ndarkstore.tick.ms=2");
    Path second = Files.writeString(folder.resolve("b"), "darkstore.tick.ms=3\nclient.id=x");

    Map<String, String> set =
        SettingsSource.read(
            List.of(first, second),
            Map.of(
                "DARKSTORE_HOLD_MS", "40000",
                "KAFKA_SSL_ENDPOINT__IDENTIFICATION___ALGORITHM", "y",
                "DARKSTORE_JAVA_OPTS", "-Xmx1g",
                "PATH", "/bin"));

    assertThat(set)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "darkstore.hold.ms", "40000",
                "darkstore.tick.ms", "3",
                "client.id", "x",
                "ssl.endpoint_identification-algorithm", "y"));
  }

  @Test
  void tellsWhatIsInForceWithoutSecrets() {
    Map<String, String> effective =
        ServiceSettings.of(
                Map.of(
                    "darkstore.hold.ms", "40000",
                    "darkstore.http.token.file", "/run/token",
                    "bootstrap.servers", "kafka:9092",
                    "sasl.jaas.config", "user and password",
                    "ssl.keystore.location", "/keys"))
            .effective();

    assertThat(effective)
        .containsEntry("darkstore.hold.ms", "40000")
        .containsEntry("darkstore.tick.ms", "100")
        .containsEntry("darkstore.http.port", "")
        .containsEntry("darkstore.http.token.file", "/run/token")
        .containsEntry("bootstrap.servers", "kafka:9092")
        .containsEntry("ssl.keystore.location", "/keys")
        .containsEntry("sasl.jaas.config", "[hidden]");
  }

  @Test
  void knowsEverySecretOfKafkas() {
    Stream.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), StreamsConfig.configDef())
        .flatMap(def -> def.configKeys().values().stream())
        .filter(key -> key.type() == ConfigDef.Type.PASSWORD)
        // Certificates have the type password in Kafka because of their length, not because they
        // are secret.
        .filter(key -> !key.name.contains("certificate"))
        .forEach(
            key -> assertThat(Secrets.masked(key.name, "x")).as(key.name).isEqualTo("[hidden]"));
    assertThat(Secrets.masked("key.serializer", "x")).isEqualTo("x");
    assertThat(Secrets.masked("consumer.ssl.key.password", "x")).isEqualTo("[hidden]");
  }

  @Test
  void takesTheServicesOwnPortUnlessAnotherIsSet() {
    assertThat(ServiceSettings.of(Map.of()).http(8181)).contains(HttpSettings.loopback(8181));
    assertThat(
            ServiceSettings.of(Map.of("darkstore.http.port", "0", "darkstore.http.host", "0.0.0.0"))
                .http(8181))
        .contains(new HttpSettings("0.0.0.0", 0, Optional.empty()));
    assertThat(ServiceSettings.of(Map.of("darkstore.http.port", "-1")).http(8181)).isEmpty();
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("darkstore.http.port", "65536")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("darkstore.http.port");
  }

  @Test
  void refusesALogFormatThatIsNone() {
    assertThat(ServiceSettings.of(Map.of("darkstore.log.format", "json")).logFormat())
        .isEqualTo(LogFormat.JSON);
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("darkstore.log.format", "xml")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("must be one of: text, json");
  }

  @Test
  void isTunedForLatencyUnlessToldOtherwise() {
    assertThat(ServiceSettings.of(Map.of()).profile()).isEqualTo(Profile.LATENCY);
    assertThat(ServiceSettings.of(Map.of("darkstore.profile", "throughput")).profile())
        .isEqualTo(Profile.THROUGHPUT);
    assertThatThrownBy(() -> ServiceSettings.of(Map.of("darkstore.profile", "speed")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("must be one of: latency, throughput");
  }

  @Test
  void keepsTheFirstLineOfAFileThatBeginsWithAByteOrderMark(@TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a"), "\uFEFFdarkstore.hold.ms=60000\r\ndarkstore.tick.ms=2\r\n");

    assertThat(SettingsSource.read(List.of(file), Map.of()))
        .isEqualTo(Map.of("darkstore.hold.ms", "60000", "darkstore.tick.ms", "2"));
  }

  @Test
  void refusesAFileThatIsNotInUtf8(@TempDir Path folder) throws IOException {
    for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      Path file =
          Files.writeString(folder.resolve("a"), "\uFEFFdarkstore.hold.ms=60000\n", charset);

      assertThatThrownBy(() -> SettingsSource.read(List.of(file), Map.of()))
          .isInstanceOf(SettingsException.class)
          .hasMessage("cannot read " + file + ": it is not text in UTF-8; save it as UTF-8");
    }
  }

  @Test
  void refusesAFileThatIsNotThere(@TempDir Path folder) {
    Path file = folder.resolve("a");

    assertThatThrownBy(() -> SettingsSource.read(List.of(file), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage("cannot read " + file + ": there is no such file");
  }

  @Test
  void leavesAloneWhatIsForScriptsOfKafkas() {
    assertThat(
            SettingsSource.read(
                List.of(), Map.of("KAFKA_HEAP_OPTS", "-Xmx1g", "KAFKA_OPTS", "-Dx=y")))
        .isEmpty();
  }
}
