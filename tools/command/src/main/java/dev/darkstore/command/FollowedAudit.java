package dev.darkstore.command;

import dev.darkstore.audit.finding.Violation;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.schemas.Text;
import java.time.Duration;

/** Shows an audit that goes on: each violation when it is found, and that it is still at work. */
final class FollowedAudit {
  private final Terminal terminal;
  private final long startNanos = System.nanoTime();
  private long found;
  private boolean atWork;

  FollowedAudit(Terminal terminal) {
    this.terminal = terminal;
    terminal.status("reading what is there");
  }

  /** A violation was found. */
  void found(Violation violation) {
    found++;
    terminal.line(terminal.red(Text.escape(violation.toString())));
  }

  /** Asked between two looks at what came: shows how it stands, and answers as it was told. */
  boolean isOver(boolean stopped) {
    if (!atWork) {
      atWork = true;
      terminal.line(terminal.dim("what is there is read; following, Ctrl-C ends with the report"));
    }
    Duration since = Duration.ofNanos(System.nanoTime() - startNanos);
    terminal.status(
        "following for %d min %02d s, %s"
            .formatted(
                since.toMinutes(),
                since.toSecondsPart(),
                found == 0 ? "nothing is broken" : "%,d violations".formatted(found)));
    return stopped;
  }

  /** The report comes now. */
  void end() {
    terminal.line();
  }
}
