package dev.darkstore.command;

import dev.darkstore.audit.finding.Violation;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.schemas.Text;
import java.time.Duration;

/** Output of a following audit: each violation when it is found, and a status line. */
final class FollowedAudit {
  private final Terminal terminal;
  private final long startNanos = System.nanoTime();
  private long found;
  private boolean atWork;

  FollowedAudit(Terminal terminal) {
    this.terminal = terminal;
    terminal.status("reading the existing records");
  }

  /** Prints a violation. */
  void found(Violation violation) {
    found++;
    terminal.line(terminal.red(Text.escape(violation.toString())));
  }

  /** Updates the status between two polls, and returns the decision to continue. */
  boolean isOver(boolean stopped) {
    if (!atWork) {
      atWork = true;
      terminal.line(
          terminal.dim("the existing records are read; following, Ctrl-C ends with the report"));
    }
    Duration since = Duration.ofNanos(System.nanoTime() - startNanos);
    terminal.status(
        "following for %d min %02d s, %s"
            .formatted(
                since.toMinutes(),
                since.toSecondsPart(),
                found == 0 ? "no violation" : "%,d violations".formatted(found)));
    return stopped;
  }

  /** Clears the status line before the report. */
  void end() {
    terminal.line();
  }
}
