package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkstore.local.LocalPlan;
import dev.darkstore.local.dev.DevServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of {@code examples/clients}, each of which places an order with the services that {@code
 * ./darkstore dev} starts. They need programs that a build does not, and are tested with {@code
 * -Dclients=true} only; a client whose program is missing is skipped.
 */
@DisplayName("Example clients in other languages")
class ClientsTest {
  private static final Path CLIENTS = Path.of("..", "..", "examples", "clients").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private static Path folder;
  private static DevServer dev;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Boolean.getBoolean("clients"),
        "clients in other languages are tested with -Dclients=true only");
    dev = DevServer.start(LocalPlan.temporary("darkstore-clients-"), 0, false, Duration.ZERO);
  }

  @AfterAll
  static void close() throws IOException {
    if (dev != null) {
      dev.close();
    }
  }

  @Test
  @DisplayName("kcat places an order in JSON")
  void kcatPlacesAnOrderInJson() throws Exception {
    assumeHas("kcat", "-V");

    // Several orders: some are on another partition than murmur2 chooses.
    for (int i = 0; i < 4; i++) {
      String order = "kcat-" + i;
      assertThat(run(CLIENTS.resolve("kcat"), "./order.sh", dev.bootstrapServers(), order))
          .contains("placed " + order + " on orders, as JSON", order + " OrderReceived")
          .endsWith(order + " OrderPlaced");
    }
  }

  @Test
  @DisplayName("kcat prints why an order is rejected")
  void kcatPrintsWhyAnOrderIsRejected() throws Exception {
    assumeHas("kcat", "-V");
    Path script = Files.createTempDirectory(folder, "kcat-").resolve("order.sh");
    Files.writeString(
        script,
        Files.readString(CLIENTS.resolve("kcat/order.sh"))
            .replace("\\\"quantity\\\":1", "\\\"quantity\\\":500"));

    Result result =
        result(script.getParent(), Map.of(), "bash", "order.sh", dev.bootstrapServers(), "k-no");

    assertThat(result.output()).contains("k-no OrderRejected: butter-250g: 500 wanted");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  @DisplayName("Kafka's console tools place an order in JSON")
  void theConsoleToolsPlaceAnOrderInJson() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("kafka/bin"));
    // The scripts of a Kafka distribution, with the class path of the tests.
    script(bin.resolve("kafka-console-producer.sh"), "org.apache.kafka.tools.ConsoleProducer");
    script(
        bin.resolve("kafka-console-consumer.sh"),
        "org.apache.kafka.tools.consumer.ConsoleConsumer");

    Result result =
        result(
            CLIENTS.resolve("console"),
            Map.of("KAFKA_HOME", bin.getParent().toString()),
            "./order.sh",
            dev.bootstrapServers(),
            "console-1");

    assertThat(result.output())
        .contains("{\"type\":\"OrderReceived\",\"orderId\":\"console-1\"")
        .contains("{\"type\":\"OrderPlaced\",\"orderId\":\"console-1\"")
        .contains("agent-of-console-1");
    assertThat(result.status()).as(result.output()).isZero();
  }

  @Test
  @DisplayName("A Node client places an order in Avro")
  void nodePlacesAnOrderInAvro() throws Exception {
    assumeHas("node", "--version");
    assumeHas("npm", "--version");
    Path node = CLIENTS.resolve("node");
    run(node, "npm", "install", "--no-audit", "--no-fund", "--silent");

    assertThat(run(node, "node", "order.js", dev.bootstrapServers(), "node-1"))
        .contains("order-events {\"type\":\"OrderReceived\",\"orderId\":\"node-1\"")
        .contains("order-events {\"type\":\"OrderPlaced\",\"orderId\":\"node-1\"")
        .contains("delivery-notifications {\"type\":\"DeliverOrder\",\"orderId\":\"node-1\"");
  }

  /** Output and exit status of a program. */
  private record Result(String output, int status) {}

  private static String run(Path directory, String... command) throws Exception {
    Result result = result(directory, Map.of(), command);
    assertThat(result.status()).as(String.join(" ", command) + "\n" + result.output()).isZero();
    return result.output().strip();
  }

  private static Result result(Path directory, Map<String, String> environment, String... command)
      throws Exception {
    File output = Files.createTempFile(folder, "output-", ".txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(output);
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
    System.out.printf("%s $ %s%n%s%n", directory.getFileName(), String.join(" ", command), text);
    assertThat(ended).as(Arrays.toString(command) + " ends in time; its output:\n" + text).isTrue();
    return new Result(text, process.exitValue());
  }

  private static void assumeHas(String program, String version) {
    try {
      result(folder, Map.of(), program, version);
    } catch (IOException e) {
      assumeTrue(false, program + " is not installed: " + e.getMessage());
    } catch (Exception e) {
      throw new IllegalStateException(program + " cannot be run", e);
    }
  }

  private static void script(Path file, String mainClass) throws IOException {
    UnaryOperator<String> quoted = text -> "'" + text.replace("'", "'\\''") + "'";
    List<String> lines =
        List.of(
            "#!/bin/sh",
            "exec "
                + quoted.apply(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                + " -cp "
                + quoted.apply(System.getProperty("java.class.path"))
                + " "
                + mainClass
                + " \"$@\"");
    Files.write(file, lines);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
