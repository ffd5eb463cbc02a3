package dev.darkstore.command;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.local.LocalPlan;
import dev.darkstore.local.dev.DevServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the commands in the console blocks of a page in their order on a new {@code dev} server, and
 * compares the output with the page. Numbers, names of agents and users, and the order of lines may
 * differ. {@code -Dupdate.docs=true} writes the output to the page instead. A block after a line
 * {@code <!-- not on dev: REASON -->} is left out.
 */
@DisplayName("The documents show")
@Timeout(180)
class PageOutputTest {
  private static final Path ROOT = Path.of("..", "..");

  private static final Pattern BLOCK =
      Pattern.compile(
          "^(?<mark><!-- not on dev: [^\\n]+ -->\\n)?```console\\n(?<steps>.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  /** A command, and its output up to the next command. */
  private static final Pattern STEP =
      Pattern.compile("^\\$ (.+)\\n((?:(?!\\$ ).*\\n)*)", Pattern.MULTILINE);

  private static final String COMMAND = "./darkstore ";
  private static final String SERVER = "localhost:8181";

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[,.:]\\d+)*");
  private static final Pattern NEW_ID = Pattern.compile("\\bo-[a-z0-9]{10}\\b");
  private static final Pattern NAMED_AGENT = Pattern.compile("\"agentId\" ?: ?\"(\\w+)\"");

  @TempDir private Path folder;
  private DevServer server;
  private Pattern agent;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/command.md",
        "docs/operations.md",
        "docs/conformance.md",
        "docs/security.md"
      })
  @DisplayName("the output that their commands have")
  void outputOfCommands(String name) throws Exception {
    Path page = ROOT.resolve(name);
    String text = Files.readString(page);
    agent =
        Pattern.compile(
            NAMED_AGENT
                .matcher(Files.readString(ROOT.resolve("examples/agents.jsonl")))
                .results()
                .map(match -> match.group(1))
                .distinct()
                .collect(joining("|", "\\b(?:", ")\\b *")));
    try (DevServer started =
        DevServer.start(
            LocalPlan.temporary("darkstore-page-").onPort(0), 0, false, Duration.ZERO)) {
      server = started;
      StringBuilder updated = new StringBuilder();
      int end = 0;
      Matcher block = BLOCK.matcher(text);
      while (block.find()) {
        if (block.group("mark") != null) {
          continue;
        }
        for (MatchResult step : STEP.matcher(block.group("steps")).results().toList()) {
          int start = block.start("steps") + step.start(2);
          updated.append(text, end, start).append(output(step.group(1), step.group(2)));
          end = block.start("steps") + step.end(2);
        }
      }
      assertThat(end).as("blocks that were run").isPositive();
      updated.append(text.substring(end));
      if (Boolean.getBoolean("update.docs")) {
        Files.writeString(page, updated);
      }
    }
  }

  /** Runs a command, and returns its output, which is as shown if the page is not updated. */
  private String output(String command, String shown) throws Exception {
    // They need fixed ports, and other tests run them.
    if (command.startsWith(COMMAND + "dev") || command.startsWith(COMMAND + "demo")) {
      return shown;
    }
    String output = run(command, shown);
    if (!Boolean.getBoolean("update.docs")) {
      assertThat(masked(output)).as(command).isEqualTo(masked(shown));
    }
    return output.isEmpty() || output.endsWith("\n") ? output : output + "\n";
  }

  private String run(String command, String shown) throws Exception {
    List<String> here = List.of("--bootstrap-server", server.bootstrapServers());
    if (command.startsWith(COMMAND)) {
      String line = withPaths(command.substring(COMMAND.length()));
      List<String> expected = masked(shown);
      Run run =
          line.startsWith("watch ")
              ? Run.until(out -> masked(out).size() >= expected.size(), line, here)
              : Run.of(line, here);
      return run.out() + run.err();
    }
    if (command.startsWith("curl " + SERVER)) {
      URI uri = server.http().resolve(command.substring(("curl " + SERVER).length()));
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body();
    }
    return shell(command);
  }

  /** Returns the words of a line, with the absolute path of each file that an earlier one wrote. */
  private String withPaths(String line) {
    return Stream.of(line.split(" "))
        .map(word -> Files.isRegularFile(folder.resolve(word)) ? folder.resolve(word) : word)
        .map(Object::toString)
        .collect(joining(" "));
  }

  private String shell(String command) throws IOException, InterruptedException {
    Path examples = folder.resolve("examples");
    if (!Files.exists(examples)) {
      Files.createSymbolicLink(examples, ROOT.resolve("examples").toRealPath());
    }
    Process process =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try (var output = process.inputReader()) {
      String text = output.lines().map(line -> line + "\n").collect(joining());
      assertThat(process.waitFor()).as(command + ": " + text).isZero();
      return text;
    }
  }

  /** Returns the lines without what differs between two runs, in alphabetical order. */
  private List<String> masked(String output) {
    List<String> lines = new ArrayList<>();
    for (String line : output.lines().toList()) {
      String masked = agent.matcher(NEW_ID.matcher(line).replaceAll("ID")).replaceAll("AGENT ");
      lines.add(
          NUMBER
              .matcher(masked)
              .replaceAll("N")
              .replaceAll(" by \\w+$", " by USER")
              .replaceAll(" +", " ")
              .strip());
    }
    lines.sort(null);
    return lines;
  }
}
