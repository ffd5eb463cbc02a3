package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.log.OrderTimeline;
import dev.darkstore.client.log.SeenEvent;
import dev.darkstore.client.log.Trace;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.http.ExitStatus;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code darkstore trace}. */
@Command(
    name = "trace",
    description = {
      "Prints all events of one order over all topics.",
      "Exit status 1 if the topics contain no such order."
    })
final class TraceCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options;

  @Parameters(paramLabel = "ORDER", description = "The order's id.")
  private String orderId;

  @Option(names = "--json", description = "Print each event as one JSON object a line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Ids.require(spec, "an order", orderId);
    List<LogEntry> entries;
    try (Cluster cluster = options.connect()) {
      entries = Trace.of(orderId, cluster);
    }
    if (entries.isEmpty()) {
      spec.commandLine()
          .getErr()
          .printf(
              "darkstore: the topics contain no order %s; either it was not placed, or it is"
                  + " older than their retention%n",
              orderId);
      spec.commandLine().getErr().flush();
      return ExitStatus.FAILED;
    }
    Terminal terminal = Terminal.standard(spec.commandLine().getOut());
    if (json) {
      entries.stream()
          .sorted(
              Comparator.comparingLong(LogEntry::timestampMillis)
                  .thenComparing(LogEntry::topic)
                  .thenComparingLong(LogEntry::offset))
          .forEach(entry -> terminal.line(entry.toJson()));
    } else {
      new OrderTimeline(terminal)
          .show(
              orderId,
              entries.stream().map(SeenEvent::inTheLog).toList(),
              Trace.startMillis(entries) * 1_000_000);
    }
    return ExitStatus.OK;
  }
}
