package dev.darkstore.local.demo;

import dev.darkstore.client.terminal.Terminal;
import java.time.Duration;

/** Progress output of the demo, each line with the seconds since its start. */
final class DemoProgress {
  private static final Duration REFRESH = Duration.ofMillis(100);
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(2);

  private final Terminal terminal;
  private final long startNanos;

  DemoProgress(Terminal terminal, long startNanos) {
    this.terminal = terminal;
    this.startNanos = startNanos;
  }

  /** Prints an event. */
  void event(String text) {
    terminal.line(stamped(text));
  }

  /** Shows the current activity. */
  void doing(String text) {
    if (terminal.isUpdating()) {
      terminal.status(stamped(terminal.dim(text)));
    } else {
      event(text);
    }
  }

  /**
   * Shows the orders' progress until every order is completed, or until there was no progress for
   * the patience.
   *
   * @return true if every order is completed
   */
  boolean followOrders(DemoOrders ledger, int expected, Duration patience)
      throws InterruptedException {
    DemoOrders.Counts before = ledger.counts();
    long movedNanos = System.nanoTime();
    long lineNanos = movedNanos;
    while (!ledger.awaitQuiet(REFRESH)) {
      DemoOrders.Counts now = ledger.counts();
      long nanos = System.nanoTime();
      if (!now.equals(before)) {
        before = now;
        movedNanos = nanos;
      } else if (nanos - movedNanos > patience.toNanos()) {
        return false;
      }
      if (terminal.isUpdating()) {
        terminal.status(stamped(described(now, expected)));
      } else if (nanos - lineNanos >= LINE_INTERVAL.toNanos()) {
        lineNanos = nanos;
        event(described(now, expected));
      }
    }
    event(described(ledger.counts(), expected));
    return true;
  }

  private static String described(DemoOrders.Counts counts, int expected) {
    return "%,d of %,d orders sent: %,d placed, %,d rejected, %,d open"
        .formatted(counts.sent(), expected, counts.placed(), counts.rejected(), counts.open());
  }

  private String stamped(String text) {
    return seconds(System.nanoTime()) + "  " + text;
  }

  private String seconds(long nanos) {
    return terminal.dim("%5.1f s".formatted((nanos - startNanos) / 1e9));
  }
}
