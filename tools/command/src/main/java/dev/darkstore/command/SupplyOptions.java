package dev.darkstore.command;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.SupplyRefused;
import dev.darkstore.events.SupplyRepeated;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.schemas.Text;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options and course of the subcommands that send supply and print the participant's reply. */
final class SupplyOptions {
  private static final Duration POLL = Duration.ofMillis(50);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Maximum time to wait for replies (default: ${DEFAULT-VALUE}); 0: do not wait.")
  private int timeoutSeconds;

  @Option(names = "--json", description = "Print each reply as one JSON object a line.")
  private boolean json;

  /**
   * Update to send.
   *
   * @param text result for people if the update is applied
   * @param send sends the update
   */
  record Update(String text, Function<Clients, Future<RecordMetadata>> send) {}

  private record Reply(Outcome outcome, Optional<Refusal> refusal) {}

  private enum Outcome {
    /** Applied by the participant. */
    APPLIED,
    /** Applied before; a repeat has no effect. */
    REPEATED,
    /** Not applied. */
    REFUSED,
    /** Sent; the user did not wait, or may not read replies. */
    SENT,
    /** Sent; no reply arrived in time. */
    UNKNOWN
  }

  /**
   * Sends updates of one store or zone, and prints a line for each.
   *
   * @param supply topic of the updates
   * @param branchKey store or zone of all updates
   * @return exit status: 1 if an update was refused, or not answered in time
   */
  int send(ClusterOptions options, Topic supply, String branchKey, List<Update> updates)
      throws InterruptedException {
    Topic events = supply.branch().orElseThrow().topic(Topic.Role.SUPPLY_EVENTS);
    if (timeoutSeconds < 0) {
      throw new ParameterException(
          spec.commandLine(), "--timeout is " + timeoutSeconds + "; it must be at least 0");
    }
    try (Cluster cluster = options.connect()) {
      cluster.partitions(supply);
      // Whoever supplies goods or agents need not have the right to read replies.
      Optional<Integer> count =
          timeoutSeconds == 0 ? Optional.empty() : cluster.visiblePartitions(events);
      try (LogReader reader = new LogReader(cluster, "darkstore-supply-replies");
          Clients clients = new Clients(cluster, "darkstore-supply", failure -> {})) {
        count.ifPresent(
            partitions -> {
              reader.assign(List.of(reader.partition(events, branchKey, partitions)));
              // Before anything is sent, so that no reply is missed.
              reader.seekToEnd();
            });
        Map<Long, Update> sent = new LinkedHashMap<>();
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        updates.forEach(update -> acknowledgements.add(update.send().apply(clients)));
        for (int i = 0; i < updates.size(); i++) {
          sent.put(Clients.await(acknowledgements.get(i)).offset(), updates.get(i));
        }
        return count.isPresent() ? await(reader, branchKey, sent) : printSent(sent);
      }
    }
  }

  private int printSent(Map<Long, Update> sent) {
    sent.values().forEach(update -> print(update, new Reply(Outcome.SENT, Optional.empty())));
    return ExitStatus.OK;
  }

  private int await(LogReader reader, String branchKey, Map<Long, Update> sent) {
    int status = ExitStatus.OK;
    long endNanos = System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos();
    while (!sent.isEmpty() && System.nanoTime() - endNanos < 0) {
      for (var record : reader.poll(POLL)) {
        if (LogEntry.of(record).envelope().orElse(null) instanceof SupplyEvent event
            && event.getMove() == null
            && event.getBranchKey().equals(branchKey)) {
          Update answered = sent.remove(event.getSupplyOffset());
          if (answered != null) {
            Reply reply = reply(event.getBody());
            print(answered, reply);
            status = reply.outcome() == Outcome.REFUSED ? ExitStatus.FAILED : status;
          }
        }
      }
    }
    sent.values().forEach(update -> print(update, new Reply(Outcome.UNKNOWN, Optional.empty())));
    return sent.isEmpty() ? status : ExitStatus.FAILED;
  }

  private static Reply reply(Object body) {
    if (body instanceof SupplyRefused refused) {
      return new Reply(Outcome.REFUSED, Optional.of(refused.getRefusal()));
    }
    return new Reply(
        body instanceof SupplyRepeated ? Outcome.REPEATED : Outcome.APPLIED, Optional.empty());
  }

  private void print(Update update, Reply reply) {
    Terminal terminal = Terminal.standard(spec.commandLine().getOut());
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("update", update.text());
      fields.put("outcome", reply.outcome().name());
      fields.put("reason", reply.refusal().map(refusal -> refusal.getReason().name()).orElse(null));
      fields.put("detail", reply.refusal().map(Refusal::getDetail).orElse(null));
      terminal.line(Text.escape(JsonLine.of(fields)));
      return;
    }
    String text = Text.escape(update.text());
    terminal.line(
        switch (reply.outcome()) {
          case APPLIED -> text;
          case REPEATED -> text + terminal.dim("  (a repeat: it was applied before)");
          case REFUSED ->
              terminal.red(
                  "refused: %s  %s: %s"
                      .formatted(
                          text,
                          reply.refusal().orElseThrow().getReason(),
                          Text.escape(reply.refusal().orElseThrow().getDetail())));
          case SENT -> "sent: " + text;
          case UNKNOWN ->
              terminal.yellow("sent, no reply within %d s: %s".formatted(timeoutSeconds, text));
        });
  }
}
