package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.client.log.EventFilter;
import dev.darkstore.client.log.EventLine;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.http.ExitStatus;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore watch}. */
@Command(
    name = "watch",
    description = {
      "Prints the events on all topics, one per line, until Ctrl-C.",
      "Reads committed records, joins no group, writes nothing."
    })
final class WatchCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);

  @Mixin private ClusterOptions options;

  @Option(
      names = "--order",
      paramLabel = "ID",
      split = ",",
      description = "Only events of these orders.")
  private Set<String> orders = Set.of();

  @Option(
      names = "--store",
      paramLabel = "ID",
      split = ",",
      description = "Only events of these stores and their orders.")
  private Set<String> stores = Set.of();

  @Option(
      names = "--event",
      paramLabel = "NAME",
      split = ",",
      description = "Only these events, such as OrderPlaced,OrderRejected.")
  private Set<String> events = Set.of();

  @Option(names = "--from-beginning", description = "Print the existing events first.")
  private boolean fromBeginning;

  @Option(names = "--json", description = "Print each event as one JSON object a line.")
  private boolean json;

  @Spec private CommandSpec spec;

  private Terminal terminal;
  private EventFilter filter;
  private EventLine lines;

  @Override
  public Integer call() throws InterruptedException {
    terminal = Terminal.standard(spec.commandLine().getOut());
    lines = new EventLine(terminal, ZoneId.systemDefault());
    try {
      filter = new EventFilter(orders, stores, events);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try (Cluster cluster = options.connect();
        LogReader reader = new LogReader(cluster, "darkstore-watch")) {
      reader.assignAll();
      Interruption interruption = Interruption.waking(reader::wakeup);
      try {
        watch(reader);
      } catch (WakeupException | InterruptException e) {
        // Interrupted to end; the thread must not be interrupted again while it closes.
        Thread.interrupted();
      } finally {
        terminal.clear();
        interruption.close();
      }
    }
    return ExitStatus.OK;
  }

  private void watch(LogReader reader) {
    if (fromBeginning) {
      reader.readToEnd(this::show);
    } else {
      reader.seekToEnd();
    }
    status(true);
    // The reader of the output may have ended, as with `head`.
    boolean isLive = true;
    while (!terminal.isBroken()) {
      boolean wasLive = isLive;
      try {
        reader.follow(POLL).forEach(this::show);
        isLive = true;
      } catch (UnusableException e) {
        isLive = false;
        if (wasLive) {
          warn(e.getMessage() + "; waiting");
        }
      }
      if (isLive != wasLive) {
        status(isLive);
      }
    }
  }

  private void status(boolean isLive) {
    if (!json) {
      terminal.status(
          isLive
              ? terminal.dim("watching, Ctrl-C ends")
              : terminal.red("no broker answers; waiting, Ctrl-C ends"));
    }
  }

  private void warn(String message) {
    terminal.clear();
    spec.commandLine().getErr().println("darkstore: " + message);
    spec.commandLine().getErr().flush();
  }

  private void show(ConsumerRecord<byte[], byte[]> record) {
    LogEntry entry = LogEntry.of(record);
    if (filter.test(entry) && !terminal.isBroken()) {
      terminal.line(json ? entry.toJson() : lines.of(entry, LocalDate.now(ZoneId.systemDefault())));
    }
  }
}
