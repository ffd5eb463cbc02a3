package dev.darkstore.command;

import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.local.demo.Demo;
import dev.darkstore.local.demo.DemoOptions;
import dev.darkstore.local.demo.Summary;
import dev.darkstore.services.ServiceKind;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore demo}. */
@Command(
    name = "demo",
    description = {
      "Runs everything in this process, places orders and reports the result.",
      "Exit status 0 only if every order has its outcome and the audit is " + "clean."
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "Place N generated orders instead of those in examples/.")
  private Integer orders;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed generates the same orders (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "20",
      description = "Maximum number of orders per second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--kill",
      paramLabel = "SERVICE",
      description = "Stop coordinator, store or delivery during the run, and restart it.")
  private String stopped;

  @Option(names = "--json", description = "Print only the summary, as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    // A complete cluster in one process makes Kafka log many harmless warnings.
    System.setProperty("darkstore.log.kafka", "ERROR");
    PrintWriter out = spec.commandLine().getOut();
    Demo demo =
        new Demo(
            options(),
            json ? Terminal.silent() : Terminal.standard(out),
            System.nanoTime() - upNanos());
    Optional<Summary> summary;
    Interruption interruption = Interruption.waking(demo::stop);
    try {
      summary = demo.run();
    } finally {
      interruption.close();
    }
    if (json && summary.isPresent()) {
      out.println(summary.get().toJson());
      out.flush();
      if (!summary.get().audit().isClean()) {
        spec.commandLine().getErr().print(summary.get().audit().toText());
        spec.commandLine().getErr().flush();
      }
    }
    return summary.map(Summary::isClean).orElse(false) ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private DemoOptions options() {
    try {
      return new DemoOptions(
          orders == null ? OptionalInt.empty() : OptionalInt.of(orders),
          seed,
          rate,
          Optional.ofNullable(stopped).map(ServiceKind::named));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static long upNanos() {
    return TimeUnit.MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getUptime());
  }
}
