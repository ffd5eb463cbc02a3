package dev.darkstore.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.setup.access.AccessTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

@DisplayName("The cluster of docker-compose.yml")
class ComposeTest {
  private static final Path ROOT = Path.of("..", "..");

  private static JsonNode services;
  private static JsonNode volumes;

  @BeforeAll
  static void read() throws IOException {
    // Jackson does not resolve merge keys, which the reader of YAML below does.
    Map<String, Object> compose =
        new Yaml()
            .load(Files.readString(ROOT.resolve("docker-compose.yml"), StandardCharsets.UTF_8));
    services = new YAMLMapper().valueToTree(compose.get("services"));
    volumes = new YAMLMapper().valueToTree(compose.get("volumes"));
  }

  @Test
  @DisplayName("has every service and limits the memory of every container")
  void hasEveryServiceAndLimitsMemory() {
    assertThat(names(services))
        .containsAll(AccessTable.SERVICES.values().stream().map(ServiceDefinition::name).toList());
    for (String name : started()) {
      assertThat(services.at("/" + name + "/mem_limit").asText()).as(name).isNotEmpty();
    }
  }

  @Test
  @DisplayName("starts no JVM for a health check")
  void startsNoJvmForAHealthCheck() {
    for (String name : names(services)) {
      String check = services.at("/" + name + "/healthcheck/test").toString();
      assertThat(check).as(name).doesNotContain("java", "kafka-");
    }
  }

  @Test
  @DisplayName("lets an open Kafka transaction delay readers for a minute at most")
  void limitsKafkaTransactions() {
    for (String broker : List.of("kafka-1", "kafka-2", "kafka-3")) {
      JsonNode settings = services.at("/" + broker + "/environment");
      TransactionLimits.SETTINGS.forEach(
          (name, value) ->
              assertThat(
                      settings
                          .path("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'))
                          .asText())
                  .as("%s of %s", name, broker)
                  .isEqualTo(value));
    }
  }

  @Test
  @DisplayName("builds each image once, from a target of the Dockerfile")
  void buildsEachImageOnce() throws IOException {
    String dockerfile = Files.readString(ROOT.resolve("Dockerfile"));
    Map<String, String> built = new TreeMap<>();
    for (String name : names(services)) {
      JsonNode service = services.path(name);
      String image = service.path("image").asText();
      if (service.has("build")) {
        assertThat(built).as(name).doesNotContainKey(image);
        built.put(image, service.at("/build/target").asText());
        assertThat(dockerfile).contains("AS " + service.at("/build/target").asText() + "\n");
      } else if (image.startsWith("darkstore")) {
        // Not pulled: a registry may have another image of this name.
        assertThat(service.path("pull_policy").asText()).as(name).isEqualTo("never");
      }
    }
    assertThat(built).isEqualTo(Map.of("darkstore", "service", "darkstore-command", "command"));
    assertThat(services.at("/topics/image").asText()).isEqualTo("darkstore-command");
  }

  /** Checks the option {@code exec} too: without it Docker forbids it, and no library loads. */
  @Test
  @DisplayName("runs the images with a read-only file system, apart from /tmp and the volumes")
  void runsTheImagesReadOnly() {
    for (String name : names(services)) {
      JsonNode service = services.path(name);
      if (service.path("image").asText().startsWith("darkstore")) {
        assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
        assertThat(service.at("/tmpfs/0").asText()).as(name).startsWith("/tmp:exec,");
        assertThat(service.at("/cap_drop/0").asText()).as(name).isEqualTo("ALL");
      }
    }
  }

  @Test
  @DisplayName(
      "creates topics only after a starting cluster is complete, and keeps data in volumes")
  void waitsForTheClusterAndKeepsData() {
    assertThat(services.at("/topics/command").toString()).contains("\"--wait\"");
    Set<String> used = new LinkedHashSet<>();
    services.forEach(
        service ->
            service
                .path("volumes")
                .forEach(volume -> used.add(volume.asText().replaceFirst(":.*", ""))));
    assertThat(used).containsExactlyInAnyOrderElementsOf(names(volumes));
  }

  @ParameterizedTest(name = "status {0}: exit status {1}")
  @CsvSource({"200, 0", "503, 1"})
  @Timeout(30)
  @DisplayName("asks a service whether it is ready with a shell script")
  void asksWhetherAServiceIsReady(int status, int expected) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      assertThat(ready(server.getAddress().getPort())).isEqualTo(expected);
    } finally {
      server.stop(0);
    }
    assertThat(ready(server.getAddress().getPort())).isEqualTo(1);
  }

  private static int ready(int port) throws IOException, InterruptedException {
    return new ProcessBuilder(
            ROOT.resolve("deploy/ready").toAbsolutePath().toString(), String.valueOf(port))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Returns the containers that start by default. */
  private static List<String> started() {
    return names(services).stream().filter(name -> !services.path(name).has("profiles")).toList();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
