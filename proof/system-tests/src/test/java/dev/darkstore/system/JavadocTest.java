package dev.darkstore.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Javadoc of all modules, tests included. */
@DisplayName("Javadoc of all modules")
class JavadocTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern SUMMARY =
      Pattern.compile("/\\*\\*[\\s*]*((?:What|Whether|Who|Of|The same)\\b[^\\n]*)");

  @Test
  @DisplayName("Javadoc summaries begin with a noun or a verb")
  void summariesBeginWithANounOrAVerb() throws IOException {
    List<String> others = new ArrayList<>();
    int read = 0;
    for (Path file : sources()) {
      read++;
      Matcher summary = SUMMARY.matcher(Files.readString(file));
      while (summary.find()) {
        others.add(ROOT.relativize(file) + ": " + summary.group(1));
      }
    }

    assertThat(others).isEmpty();
    assertThat(read).isGreaterThan(500);
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path group : List.of(ROOT, ROOT.resolve("tools"), ROOT.resolve("proof"))) {
      try (Stream<Path> modules = Files.list(group)) {
        for (Path module :
            modules.map(path -> path.resolve("src")).filter(Files::exists).toList()) {
          try (Stream<Path> files = Files.walk(module)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
