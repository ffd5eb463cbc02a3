package dev.darkstore.command;

import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import picocli.CommandLine;

/**
 * Run of the command within the test's process.
 *
 * @param status exit status
 * @param out standard output
 * @param err standard error, without log lines
 */
record Run(int status, String out, String err) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static Run of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = command.execute(arguments);
    return new Run(status, out.toString(), err.toString());
  }

  /** Returns the words of the line, followed by these. */
  static Run of(String line, List<String> more) {
    List<String> words = new ArrayList<>(List.of(line.split(" +")));
    words.addAll(more);
    return of(words.toArray(String[]::new));
  }

  /** Runs a command until it is stopped, once its output contains this text. */
  static Run until(String shown, String line, List<String> more) throws InterruptedException {
    return until(out -> out.contains(shown), line, more);
  }

  /** Runs a command until it is stopped, once its output is as wanted. */
  static Run until(Predicate<String> wanted, String line, List<String> more)
      throws InterruptedException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    List<String> words = new ArrayList<>(List.of(line.split(" +")));
    words.addAll(more);
    AtomicInteger status = new AtomicInteger(-1);
    Thread thread =
        new Thread(() -> status.set(command.execute(words.toArray(String[]::new))), "command");
    thread.start();
    try {
      await(line + " shows what is wanted")
          .atMost(PATIENCE)
          .until(() -> wanted.test(out.toString()) || !thread.isAlive());
    } finally {
      thread.interrupt();
      thread.join(PATIENCE.toMillis());
    }
    return new Run(status.get(), out.toString(), err.toString());
  }
}
