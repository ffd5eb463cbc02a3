package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.http.HttpPortException;
import dev.darkstore.local.EmbeddedBroker.BrokerStartException;
import dev.darkstore.runtime.service.UnfitClusterException;
import dev.darkstore.services.ServiceKind;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Command {@code darkstore} with its subcommands. */
@Command(
    name = "darkstore",
    description = "Atomic orders over Kafka: goods and a delivery agent, or neither.",
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      DevCommand.class,
      PlaceCommand.class,
      CancelCommand.class,
      StockCommand.class,
      AgentsCommand.class,
      DeadLettersCommand.class,
      WatchCommand.class,
      TraceCommand.class,
      ConsoleCommand.class,
      AuditCommand.class,
      TopicsCommand.class,
      AclsCommand.class,
      ConformanceCommand.class,
      SimulateCommand.class,
      ChaosCommand.class,
      CompletionCommand.class
    },
    footer = {
      "",
      "Exit status: 0 success; 1 the command ran, with a negative result: an order was not placed, "
          + "an invariant is broken; 2 the command could not run: wrong usage, no broker and so on. "
          + "Ctrl-C ends with 130, SIGTERM with 143."
    })
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    // The embedded broker and other libraries format numbers and change case by the default locale:
    // in some locales digits and letters differ.
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine command = new CommandLine(new Main());
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print the version, and exit.")
                .build());
    for (ServiceKind service : ServiceKind.values()) {
      command.addSubcommand(service.toString(), ServiceCommand.of(service));
    }
    addHelp(command);
    command.addSubcommand(new HelpCommand());
    return command
        .registerConverter(Instant.class, Main::time)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::report);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is no time such as 2026-01-31T12:00:00Z");
    }
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this help, and exit.")
                .build());
    command.getSubcommands().values().forEach(Main::addHelp);
  }

  private static int refuse(ParameterException refusal, String[] arguments) {
    CommandLine command = refusal.getCommandLine();
    PrintWriter err = command.getErr();
    if (arguments.length == 0) {
      command.usage(err);
    } else {
      err.println("darkstore: " + refusal.getMessage());
      UnmatchedArgumentException.printSuggestions(refusal, err);
      err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    }
    err.flush();
    return ExitStatus.UNUSABLE;
  }

  private static int report(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (failure instanceof UnusableException
        || failure instanceof BrokerStartException
        || failure instanceof UnfitClusterException
        || failure instanceof HttpPortException) {
      err.println("darkstore: " + failure.getMessage());
    } else if (failure instanceof KafkaException) {
      err.println("darkstore: the cluster rejected the request: " + Cluster.rootMessage(failure));
    } else {
      failure.printStackTrace(err);
    }
    err.flush();
    return ExitStatus.UNUSABLE;
  }

  /** Versions of Darkstore, Kafka and Java. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String own = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "darkstore " + (own == null ? "(not packaged)" : own),
        "Kafka " + org.apache.kafka.common.utils.internals.AppInfoParser.getVersion(),
        "Java " + System.getProperty("java.version")
      };
    }
  }
}
