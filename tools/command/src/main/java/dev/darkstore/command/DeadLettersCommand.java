package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.client.letters.DeadLetterBox;
import dev.darkstore.client.letters.Letter;
import dev.darkstore.client.letters.Resending;
import dev.darkstore.client.log.EventText;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code darkstore dead-letters}. */
@Command(
    name = "dead-letters",
    description = "Lists, shows and resends records that no service could process.")
final class DeadLettersCommand {
  private static final String ID = "Id in the list, such as 0-12.";

  @Spec private CommandSpec spec;

  /** {@code darkstore dead-letters list}. */
  @Command(name = "list", description = "Lists the dead letters, the oldest first.")
  int list(
      @Mixin ClusterOptions options,
      @Option(
              names = "--reason",
              paramLabel = "REASON",
              description = "Only those with this reason: ${COMPLETION-CANDIDATES}.")
          DeadLetterReason reason,
      @Option(names = "--open", description = "Only those that were not sent again.") boolean open,
      @Option(names = "--json", description = "Print each as one JSON object a line.") boolean json)
      throws InterruptedException {
    List<Letter> letters;
    try (Cluster cluster = options.connect()) {
      letters =
          DeadLetterBox.read(cluster).stream()
              .filter(letter -> isFor(reason, letter))
              .filter(letter -> !open || letter.resent().isEmpty())
              .toList();
    }
    Terminal terminal = terminal();
    if (json) {
      letters.forEach(letter -> terminal.line(json(letter)));
    } else if (letters.isEmpty()) {
      terminal.line("no dead letters");
    } else {
      terminal.line(terminal.dim("letter    time                  from                why"));
      for (Letter letter : letters) {
        terminal.line(
            "%-8s  %s  %-18s  %s%s"
                .formatted(
                    letter.id(),
                    time(letter),
                    letter.source(),
                    letter.why(),
                    letter.resent().isPresent() ? terminal.green("  (sent again)") : ""));
      }
    }
    return ExitStatus.OK;
  }

  /** {@code darkstore dead-letters show}. */
  @Command(
      name = "show",
      description = {
        "Shows one dead letter: its source, reason and content.",
        "Exit status 1 if there is none with this id."
      })
  int show(
      @Mixin ClusterOptions options,
      @Parameters(paramLabel = "LETTER", description = ID) String id,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws InterruptedException {
    requireLetter(id);
    Optional<Letter> found;
    try (Cluster cluster = options.connect()) {
      found = DeadLetterBox.find(cluster, id);
    }
    if (found.isEmpty()) {
      return unknown(id);
    }
    Terminal terminal = terminal();
    Letter letter = found.get();
    if (json) {
      terminal.line(json(letter));
      return ExitStatus.OK;
    }
    row(terminal, "letter", letter.id());
    row(terminal, "time", time(letter));
    row(terminal, "from", letter.source());
    row(terminal, "why", letter.why());
    row(terminal, "key", letter.key());
    for (Header header : letter.record().headers()) {
      String value =
          header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
      row(terminal, "header", Text.bounded(header.key() + " = " + value, 500));
    }
    row(terminal, "sent again", letter.resent().map(ResendMark::toString).orElse("no"));
    row(terminal, "content", letter.content());
    return ExitStatus.OK;
  }

  /** {@code darkstore dead-letters resend}. */
  @Command(
      name = "resend",
      description = {
        "Resends a dead letter to its source topic; with --all, all that can be "
            + "processed now.",
        "None is sent twice, also by concurrent users. Exit status 1 if one was " + "not sent."
      })
  int resend(
      @Mixin ClusterOptions options,
      @Parameters(arity = "0..1", paramLabel = "LETTER", description = ID) String id,
      @Option(names = "--all", description = "All that were not sent again.") boolean all,
      @Option(
              names = "--reason",
              paramLabel = "REASON",
              description = "With --all, only those with this reason: ${COMPLETION-CANDIDATES}.")
          DeadLetterReason reason,
      @Option(
              names = "--value",
              paramLabel = "FILE",
              description = "File with the replacement: the record as JSON or Avro.")
          Path value,
      @Option(names = "--dry-run", description = "Print the letters that would be sent; send none.")
          boolean dry)
      throws InterruptedException {
    if (all == (id != null)) {
      throw new ParameterException(spec.commandLine(), "either a LETTER or --all is needed");
    }
    if (id != null) {
      requireLetter(id);
    }
    if (all && value != null) {
      throw new ParameterException(spec.commandLine(), "--value is for one LETTER, not for --all");
    }
    byte[] replacement = value == null ? null : content(value);
    try (Cluster cluster = options.connect()) {
      if (dry) {
        return all
            ? sendAll(null, DeadLetterBox.read(cluster), reason)
            : sendOne(null, DeadLetterBox.find(cluster, id), id, replacement);
      }
      try (Resending session = new Resending(cluster, System.getProperty("user.name"))) {
        return all
            ? sendAll(session, session.letters(), reason)
            : sendOne(session, session.letter(id), id, replacement);
      }
    }
  }

  private int sendAll(Resending session, List<Letter> letters, DeadLetterReason reason)
      throws InterruptedException {
    int left = 0;
    int done = 0;
    for (Letter letter : letters) {
      if (letter.resent().isEmpty() && isFor(reason, letter)) {
        if (send(session, letter, null)) {
          done++;
        } else {
          left++;
        }
      }
    }
    terminal()
        .line(
            "%,d %s, %,d left"
                .formatted(done, session == null ? "would be sent again" : "sent again", left));
    return left == 0 ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private int sendOne(Resending session, Optional<Letter> found, String id, byte[] replacement)
      throws InterruptedException {
    if (found.isEmpty()) {
      return unknown(id);
    }
    return send(session, found.get(), replacement) ? ExitStatus.OK : ExitStatus.FAILED;
  }

  /** Returns true if it was sent, or would have been with a session. */
  private boolean send(Resending session, Letter letter, byte[] replacement)
      throws InterruptedException {
    Optional<String> obstacle = Resending.obstacle(letter, replacement);
    if (obstacle.isPresent()) {
      terminal().line("%-8s  not sent: %s".formatted(letter.id(), obstacle.get()));
      return false;
    }
    if (session == null) {
      terminal().line("%-8s  would be sent again".formatted(letter.id()));
      return true;
    }
    ResendMark mark = session.send(letter, replacement);
    terminal().line("%-8s  sent again as %s".formatted(letter.id(), EventText.target(mark)));
    return true;
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UnusableException("cannot read " + file + ": there is no such file", e);
    } catch (IOException e) {
      throw new UnusableException("cannot read " + file + ": " + Cluster.rootMessage(e), e);
    }
  }

  private void requireLetter(String id) {
    if (!DeadLetterBox.isId(id)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is no letter id; it must be a partition and an offset, such as 0-12"
              .formatted(Text.quote(id)));
    }
  }

  private int unknown(String id) {
    spec.commandLine().getErr().printf("darkstore: there is no dead letter %s%n", id);
    spec.commandLine().getErr().flush();
    return ExitStatus.FAILED;
  }

  private static boolean isFor(DeadLetterReason reason, Letter letter) {
    return reason == null || letter.headers().filter(each -> each.reason() == reason).isPresent();
  }

  private static String time(Letter letter) {
    return Instant.ofEpochMilli(letter.record().timestamp() / 1_000 * 1_000).toString();
  }

  private static void row(Terminal terminal, String name, String value) {
    terminal.line(terminal.dim("%-11s".formatted(name)) + value);
  }

  private static String json(Letter letter) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("letter", letter.id());
    fields.put("time", Instant.ofEpochMilli(letter.record().timestamp()).toString());
    fields.put("source", letter.source());
    fields.put("reason", letter.headers().map(each -> each.reason().name()).orElse(null));
    fields.put("detail", letter.headers().map(each -> each.detail()).orElse(null));
    fields.put("key", letter.key());
    fields.put("content", letter.content());
    fields.put("sentAgain", letter.resent().map(ResendMark::toString).orElse(null));
    return Text.escape(JsonLine.of(fields));
  }

  private Terminal terminal() {
    return Terminal.standard(spec.commandLine().getOut());
  }
}
