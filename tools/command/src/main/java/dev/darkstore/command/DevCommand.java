package dev.darkstore.command;

import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.console.Console;
import dev.darkstore.console.ConsoleOptions;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.http.HttpSettings;
import dev.darkstore.local.LocalPlan;
import dev.darkstore.local.Ports;
import dev.darkstore.local.demo.Scenario;
import dev.darkstore.local.dev.DataDirectory;
import dev.darkstore.local.dev.DevServer;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore dev}. */
@Command(
    name = "dev",
    description = {
      "Runs a broker, the topics and the three services in this process, until " + "Ctrl-C.",
      "Listens on 127.0.0.1 only. The first start supplies some stock and " + "agents."
    })
final class DevCommand implements Callable<Integer> {
  private static final int PORT = 9092;
  private static final int HTTP_PORT = 8181;
  private static final int PORT_MAX = 65_535;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "The broker's port; 0 for any free one (default: " + PORT + ", or the next free).")
  private Integer port;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description =
          "The port of health, metrics and orders; 0 for any free one (default: "
              + HTTP_PORT
              + ", or the next free).")
  private Integer httpPort;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Directory of all data (default: a temporary folder, removed at the end).")
  private Path dataDirectory;

  @Option(
      names = "--console-port",
      paramLabel = "N",
      description =
          "The port of the console, a page with live events; 0 for any free one"
              + " (default: "
              + ConsoleCommand.PORT
              + ", or the next free).")
  private Integer consolePort;

  @Option(names = "--empty", description = "Start without stock and agents.")
  private boolean isEmpty;

  @Option(
      names = "--trip-seconds",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Duration of the simulated trip after which an agent reports the delivery and is free"
              + " again (default: ${DEFAULT-VALUE}); 0: none, use 'agents completed'.")
  private int tripSeconds;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      defaultValue = "${env:DARKSTORE_PREFIX:-}",
      description =
          "Prefix of the topics and groups (default: DARKSTORE_PREFIX, then none). A kept data"
              + " directory can contain installations with different prefixes.")
  private String prefix;

  @Option(
      names = "--branches",
      paramLabel = "LIST",
      defaultValue = "${env:DARKSTORE_BRANCHES:-store,delivery}",
      description =
          "Branches of every order, as in store,delivery,payment:customerId (default:"
              + " DARKSTORE_BRANCHES, then store,delivery). The participant of a further branch is"
              + " started separately; until it replies, orders are rejected.")
  private String branches;

  @Option(names = "--json", description = "Once ready, print one JSON object and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requirePort("--port", port);
    requirePort("--http-port", httpPort);
    requirePort("--console-port", consolePort);
    Installation.violation(prefix)
        .ifPresent(
            broken -> {
              throw new ParameterException(spec.commandLine(), "--prefix " + broken);
            });
    BranchTable.violation(branches)
        .ifPresent(
            broken -> {
              throw new ParameterException(spec.commandLine(), "--branches " + broken);
            });
    if (tripSeconds < 0) {
      throw new ParameterException(
          spec.commandLine(), "--trip-seconds is " + tripSeconds + "; it must be at least 0");
    }
    // A complete cluster in one process makes Kafka log many harmless warnings.
    System.setProperty("darkstore.log.kafka", "ERROR");
    Terminal terminal = json ? Terminal.silent() : Terminal.standard(spec.commandLine().getOut());
    Optional<Path> kept = Optional.ofNullable(dataDirectory).map(DataDirectory::open);
    int brokerPort = choose(port, PORT, "the broker", terminal);
    int chosenHttpPort = choose(httpPort, HTTP_PORT, "HTTP", terminal);
    int chosenConsolePort = choose(consolePort, ConsoleCommand.PORT, "the console", terminal);
    CountDownLatch stop = new CountDownLatch(1);
    Interruption interruption = Interruption.waking(stop::countDown);
    try {
      terminal.status(terminal.dim("starting"));
      LocalPlan plan =
          kept.isPresent() ? LocalPlan.keptIn(kept.get()) : LocalPlan.temporary("darkstore-dev-");
      DevServer server =
          DevServer.start(
              plan.onPort(brokerPort)
                  .with(Map.of(Installation.SETTING, prefix, BranchTable.SETTING, branches)),
              chosenHttpPort,
              isEmpty,
              Duration.ofSeconds(tripSeconds));
      try (Console console = console(server, chosenConsolePort)) {
        print(server, console, terminal);
        stop.await();
        terminal.status(terminal.dim("stopping"));
      } catch (InterruptedException e) {
        // Interrupted by the owner of this thread; only closing remains.
        terminal.status(terminal.dim("stopping"));
      } finally {
        server.close();
        terminal.clear();
      }
    } finally {
      interruption.close();
    }
    return ExitStatus.OK;
  }

  private void requirePort(String option, Integer wanted) {
    if (wanted != null && (wanted < 0 || wanted > PORT_MAX)) {
      throw new ParameterException(
          spec.commandLine(), "%s is %d; it must be 0 to %d".formatted(option, wanted, PORT_MAX));
    }
  }

  /** Returns the wanted port, which must be free; otherwise the usual one, or the next free one. */
  private static int choose(Integer wanted, int usual, String what, Terminal terminal) {
    if (wanted != null) {
      if (wanted != 0 && !Ports.isFree(wanted)) {
        throw new UnusableException(
            "port %d of 127.0.0.1 is taken; name another one for %s, or 0 for any"
                .formatted(wanted, what));
      }
      return wanted;
    }
    int chosen = Ports.freeFrom(usual);
    if (chosen != usual) {
      terminal.line("port %d is taken; %s uses %d", usual, what, chosen);
    }
    return chosen;
  }

  /** Starts the console, with controls that stop and start the participants. */
  private static Console console(DevServer server, int port) throws InterruptedException {
    return Console.start(
        new ConsoleOptions(
            server.clientConfig(),
            server.installation(),
            HttpSettings.loopback(port),
            ConsoleOptions.WINDOW,
            false,
            Optional.of(server.participants())));
  }

  private void print(DevServer server, Console console, Terminal terminal) {
    if (json) {
      long readyMillis = ManagementFactory.getRuntimeMXBean().getUptime();
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("bootstrapServers", server.bootstrapServers());
      fields.put("console", console.uri().toString());
      fields.put("http", server.http().toString());
      fields.put("readyMillis", readyMillis);
      spec.commandLine().getOut().println(JsonLine.of(fields));
      spec.commandLine().getOut().flush();
      return;
    }
    terminal.line(terminal.green("ready") + ": a broker, the topics and the three services");
    row(terminal, "console", terminal.bold(console.uri().toString()));
    row(terminal, "broker", server.bootstrapServers());
    row(terminal, "http", server.http() + "/health/ready, /metrics, /orders/{id}");
    row(
        terminal,
        "data",
        dataDirectory == null
            ? "in a temporary folder, removed at the end"
            : "kept in " + dataDirectory);
    row(terminal, "supply", supply(server));
    String further = further(server.installation());
    if (!further.isEmpty()) {
      row(terminal, "branches", further);
    }
    row(terminal, "an order", terminal.bold(order(server)));
    terminal.line("Ctrl-C ends");
  }

  /** Returns the further branches, whose participants do not run here; empty if there are none. */
  private static String further(Installation installation) {
    return installation.branches().names().stream()
        .filter(name -> name.clients().isEmpty())
        .map(
            name ->
                "%s: start its participant on %s and %s"
                    .formatted(
                        name,
                        installation.nameOf(name.topic(Topic.Role.COMMANDS)),
                        installation.nameOf(name.topic(Topic.Role.RELEASES))))
        .collect(Collectors.joining("; "));
  }

  private String supply(DevServer server) {
    if (server.supplied().isEmpty()) {
      return isEmpty ? "none, except supply of an earlier run" : "supply of an earlier run";
    }
    Scenario scenario = server.supplied().get();
    return "%d stores with %d skus, %d agents in %d zones; --empty starts without"
        .formatted(
            scenario.stores().size(),
            scenario.skus().size(),
            scenario.agents().size(),
            scenario.zones().size());
  }

  private static String order(DevServer server) {
    String order = "./darkstore place --store station-road --zone north --sku butter-250g=1 --wait";
    String prefix = server.installation().prefix();
    return order
        + (prefix.isEmpty() ? "" : " --prefix " + prefix)
        + (server.bootstrapServers().endsWith(":" + PORT)
            ? ""
            : " --bootstrap-server " + server.bootstrapServers());
  }

  private static void row(Terminal terminal, String name, String value) {
    terminal.line(terminal.dim("  %-9s".formatted(name)) + value);
  }
}
