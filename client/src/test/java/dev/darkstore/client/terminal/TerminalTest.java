package dev.darkstore.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final String ERASED = "\r\u001b[2K";
  private static final String END = System.lineSeparator();

  private final StringWriter text = new StringWriter();

  @Test
  void replacesTheStatusAndKeepsLines() {
    Terminal terminal = terminal(true, false);
    terminal.status("1 of 2");
    terminal.status("2 of 2");
    terminal.line("done in %d s", 3);
    terminal.line("100 %");

    assertThat(text)
        .hasToString(
            ERASED + "1 of 2" + ERASED + "2 of 2" + ERASED + "done in 3 s" + END + "100 %" + END);
  }

  @Test
  void showsNoStatusWhereItCannotBeReplaced() {
    Terminal terminal = terminal(false, false);
    terminal.status("1 of 2");
    terminal.line("done");

    assertThat(terminal.isUpdating()).isFalse();
    assertThat(text).hasToString("done" + END);
  }

  @Test
  void coloursOnlyWhereColoursAreWanted() {
    assertThat(terminal(true, true).green("clean")).isEqualTo("\u001b[32mclean\u001b[0m");
    assertThat(terminal(true, false).green("clean")).isEqualTo("clean");
  }

  @Test
  @DisplayName("A status is cut to the width of the terminal, without its colours")
  void cutsAStatusToTheWidthOfTheTerminal() {
    Terminal terminal = new Terminal(new PrintWriter(text), true, true, 6);
    terminal.status(terminal.dim("1,234 of 9,999"));
    terminal.clear();

    assertThat(text).hasToString(ERASED + "\u001b[2m1,234 \u001b[0m" + ERASED);
  }

  private Terminal terminal(boolean updating, boolean coloured) {
    return new Terminal(new PrintWriter(text), updating, coloured, 80);
  }
}
