package dev.darkstore.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of the Dockerfile, from Maven's view of the modules that they are made of: no Docker. */
@DisplayName("The images")
class ImagesTest {
  private static final Path ROOT = Path.of("..", "..");

  /** Folder of the jars and main class, by target. */
  private static final Pattern TARGET =
      Pattern.compile(
          "FROM base AS (\\S+)\\nCOPY (\\S+) /opt/darkstore/lib\\n(?:(?!FROM )[^\\n]*\\n)*?"
              + "ENTRYPOINT \\[.*\"([\\w.]+)\"\\]");

  /** Line of Maven's list of dependencies. */
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "\\s+([\\w.-]+):([\\w.-]+):jar:(?:[\\w.-]+:)?[\\w.-]+:(?:compile|runtime)\\b.*");

  @ParameterizedTest
  @ValueSource(strings = {"services", "console", "registry", "command"})
  @DisplayName("contain the jars that are listed in jars.txt, and no others")
  void containTheListedJars(String module) throws IOException {
    String jars = String.join("\n", jars(module)) + "\n";
    Path listed = ROOT.resolve("tools").resolve(module).resolve("jars.txt");
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(listed, jars);
    }

    assertThat(listed)
        .as(
            "%s; to write it again:"
                + " mvn -pl :system-tests -am test -Dtest=ImagesTest -Dupdate.docs=true",
            listed)
        .hasContent(jars);
  }

  @ParameterizedTest(name = "{0} without {1}")
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          services dev.darkstore:(?!delivery-participant|http|order-coordinator|protocol|runtime|schemas|services|store-participant).*
          services org.apache.kafka:(?!kafka-clients|kafka-streams).*
          services org.scala-lang:.*
          services info.picocli:.*
          registry dev.darkstore:(?!http|protocol|registry|runtime|schemas).*
          registry org.apache.kafka:(?!kafka-clients|kafka-streams).*
          console dev.darkstore:(?!client|console|http|schemas).*
          console org.apache.kafka:(?!kafka-clients).*
          console org.rocksdb:.*
          """)
  @DisplayName("contain no jar that the program does not need")
  void containNoOtherJars(String module, String pattern) throws IOException {
    assertThat(jars(module)).isNotEmpty().noneMatch(jar -> jar.matches(pattern));
  }

  @Test
  @DisplayName("are made of the modules that have a list of jars, and start a class of theirs")
  void areMadeOfTheModulesThatHaveAList() throws Exception {
    Map<String, String> classes =
        TARGET
            .matcher(Files.readString(ROOT.resolve("Dockerfile")))
            .results()
            .collect(Collectors.toMap(target -> target.group(2), target -> target.group(3)));

    assertThat(classes.keySet())
        .containsExactlyInAnyOrderElementsOf(
            programs().stream().map(module -> "tools/" + module + "/target/lib").toList());
    for (Map.Entry<String, String> target : classes.entrySet()) {
      Path source =
          ROOT.resolve(target.getKey())
              .resolve("../../src/main/java/" + target.getValue().replace('.', '/') + ".java");
      assertThat(source.normalize()).exists().content().contains("void main(String[]");
    }
  }

  @Test
  @DisplayName("receive from the build context what they copy, and nothing else")
  void receiveWhatTheyCopy() throws IOException {
    List<String> copied =
        Files.readAllLines(ROOT.resolve("Dockerfile")).stream()
            .filter(line -> line.startsWith("COPY "))
            .map(line -> line.split(" ")[1])
            .toList();
    List<String> sent = Files.readAllLines(ROOT.resolve(".dockerignore"));

    assertThat(sent.get(0)).isEqualTo("*");
    assertThat(sent.subList(1, sent.size()))
        .containsExactlyInAnyOrderElementsOf(copied.stream().map(path -> "!" + path).toList());
  }

  private static List<String> programs() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT.resolve("tools"))) {
      return modules
          .filter(module -> Files.exists(module.resolve("jars.txt")))
          .map(module -> module.getFileName().toString())
          .toList();
    }
  }

  /** Returns the jars of a module's {@code target/lib} without their versions, its own included. */
  private static List<String> jars(String module) throws IOException {
    Path list = ROOT.resolve("tools").resolve(module).resolve("target/lib.txt");
    return Stream.concat(
            Stream.of("dev.darkstore:" + module),
            Files.readAllLines(list).stream()
                .map(DEPENDENCY::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1) + ":" + line.group(2)))
        .sorted()
        .toList();
  }
}
