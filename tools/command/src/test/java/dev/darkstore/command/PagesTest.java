package dev.darkstore.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("The documents name")
class PagesTest {
  private static final Path ROOT = Path.of("..", "..");

  /** Command at the beginning of a line, or between backticks within a text. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:^(?:\\$ )?|`)\\./darkstore +([^`\\n]+)", Pattern.MULTILINE);

  /** End of the command's own words: a comment, a pipe, a redirection or another command. */
  private static final Pattern REST = Pattern.compile("\\s+(#|\\||2?>|&|;).*|;.*");

  @TestFactory
  @DisplayName("existing subcommands and options only")
  Stream<DynamicTest> existingSubcommandsAndOptionsOnly() throws IOException {
    return pages().stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(page).toString(),
                    () ->
                        assertThat(commands(page))
                            .allSatisfy(words -> assertThat(mistakes(words)).isEmpty())));
  }

  @Test
  @DisplayName("no unknown subcommand or option that would not be noticed")
  void noticesUnknownNames() {
    assertThat(mistakes("stock recieve --store s")).containsExactly("recieve");
    assertThat(mistakes("place --wait --zome z")).containsExactly("--zome");
    assertThat(mistakes("topics create --partitions=3 --command-config FILE")).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(
              file ->
                  !file.toString().contains("target") && !file.toString().contains("node_modules"))
          .sorted()
          .toList();
    }
  }

  private static List<String> commands(Path page) throws IOException {
    return COMMAND
        .matcher(Files.readString(page))
        .results()
        .map((MatchResult match) -> REST.matcher(match.group(1)).replaceFirst(""))
        .toList();
  }

  /** Returns the words that are neither a subcommand nor one of its options nor a value. */
  private static List<String> mistakes(String line) {
    List<String> mistakes = new ArrayList<>();
    CommandLine command = Main.commandLine();
    for (String word : line.strip().split("\\s+")) {
      if (word.startsWith("--") && command.getParent() == null) {
        continue; // An option of every subcommand, named without one.
      } else if (word.startsWith("--")) {
        Map<String, OptionSpec> options = command.getCommandSpec().optionsMap();
        if (!options.containsKey(word.replaceFirst("=.*", ""))) {
          mistakes.add(word);
        }
      } else if (!command.getSubcommands().isEmpty()) {
        CommandLine subcommand = command.getSubcommands().get(word);
        if (subcommand == null) {
          mistakes.add(word);
          return mistakes;
        }
        command = subcommand;
      }
    }
    return mistakes;
  }
}
