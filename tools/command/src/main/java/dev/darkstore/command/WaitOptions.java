package dev.darkstore.command;

import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.command.orders.Asked;
import dev.darkstore.command.orders.RequestOutcome;
import dev.darkstore.command.orders.RequestOutcome.Kind;
import dev.darkstore.http.ExitStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for waiting for the outcomes of the orders sent, and for printing them. */
final class WaitOptions {
  @Option(names = "--wait", description = "Wait for the outcome of each, and print it.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "Maximum wait, in seconds (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  @Option(names = "--json", description = "Print each outcome as one JSON object a line.")
  private boolean json;

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private Terminal terminal;
  private int total;

  /**
   * Sends the requests, prints the outcomes, and returns the exit status.
   *
   * @param hopedFor outcome that counts as success
   */
  int run(Asked asked, int count, CommandLine command, Kind hopedFor) throws InterruptedException {
    terminal = Terminal.standard(command.getOut());
    total = count;
    if (wait) {
      asked.sendAndWait(Duration.ofSeconds(timeoutSeconds), this::print);
    } else {
      asked.send(this::print);
    }
    terminal.clear();
    if (count > 1 && !json) {
      terminal.line(summary());
    }
    boolean isWell =
        wait ? counts.getOrDefault(hopedFor, 0) == count : !counts.containsKey(Kind.NOT_SENT);
    return isWell ? ExitStatus.OK : ExitStatus.FAILED;
  }

  /** Rejects an invalid timeout. */
  void check(CommandLine command) {
    if (timeoutSeconds < 1) {
      throw new ParameterException(
          command, "--timeout is %d; it must be at least 1".formatted(timeoutSeconds));
    }
  }

  private void print(RequestOutcome outcome) {
    counts.merge(outcome.kind(), 1, Integer::sum);
    if (json) {
      terminal.line(outcome.toJson());
      return;
    }
    String kind = "%-14s".formatted(outcome.kind().inWords());
    String coloured =
        switch (outcome.kind()) {
          case PLACED -> terminal.green(kind);
          case REJECTED, CANCEL_REFUSED -> terminal.yellow(kind);
          case DEAD_LETTER, NOT_SENT, UNKNOWN -> terminal.red(kind);
          case SENT -> kind;
        };
    String millis = terminal.dim("%6d ms".formatted(outcome.millis()));
    terminal.line(
        "%s  %s  %s  %s"
            .formatted(outcome.orderId(), millis, coloured, outcome.detail())
            .stripTrailing());
    if (total > 1) {
      terminal.status(summary());
    }
  }

  private String summary() {
    int known = counts.values().stream().mapToInt(Integer::intValue).sum();
    return "%,d of %,d orders: %s"
        .formatted(
            known,
            total,
            counts.entrySet().stream()
                .map(e -> "%,d %s".formatted(e.getValue(), e.getKey().inWords()))
                .collect(Collectors.joining(", ")));
  }
}
