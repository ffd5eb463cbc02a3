package dev.darkstore.command;

import dev.darkstore.broker.EmbeddedBroker.BrokerStartException;
import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.delivery.DeliveryMain;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.UnfitClusterException;
import dev.darkstore.store.StoreMain;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** {@code darkstore}: the command's words. */
@Command(
    name = "darkstore",
    description = "Atomic orders over Kafka: goods and a delivery agent, or neither.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DemoCommand.class, AuditCommand.class, TopicsCommand.class, HelpCommand.class},
    footer = {
      "",
      "Exit status: 0 all is well; 1 something that must hold does not; 2 wrong usage or",
      "surroundings."
    })
public final class Main {
  /** Exit status: everything is as it must be. */
  static final int OK = 0;

  /** Exit status: it ran, and found something that must not be. */
  static final int NOT_CLEAN = 1;

  /** Exit status: it could not run, for its arguments or its surroundings. */
  static final int UNUSABLE = 2;

  private static final String FILES =
      "Settings, in the format of Java properties; the environment goes over them.";

  private Main() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::report);
  }

  /** Runs the order coordinator until it is told to stop. */
  @Command(
      name = "coordinator",
      description = "Runs the order coordinator until it is told to stop.")
  int coordinator(@Parameters(paramLabel = "FILE", description = FILES) String... files) {
    logServices();
    return Service.run(CoordinatorMain.SERVICE, files(files));
  }

  /** Runs the store participant until it is told to stop. */
  @Command(name = "store", description = "Runs the store participant until it is told to stop.")
  int store(@Parameters(paramLabel = "FILE", description = FILES) String... files) {
    logServices();
    return Service.run(StoreMain.SERVICE, files(files));
  }

  /** Runs the delivery participant until it is told to stop. */
  @Command(
      name = "delivery",
      description = "Runs the delivery participant until it is told to stop.")
  int delivery(@Parameters(paramLabel = "FILE", description = FILES) String... files) {
    logServices();
    return Service.run(DeliveryMain.SERVICE, files(files));
  }

  /** Before anything logs: a service says that it starts, runs and stops. */
  private static void logServices() {
    System.setProperty("darkstore.log.level", "INFO");
  }

  private static String[] files(String[] given) {
    return given == null ? new String[0] : given;
  }

  private static int report(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (failure instanceof UnusableException
        || failure instanceof BrokerStartException
        || failure instanceof UnfitClusterException) {
      err.println("darkstore: " + failure.getMessage());
    } else {
      failure.printStackTrace(err);
    }
    err.flush();
    return UNUSABLE;
  }

  /** Tells which Darkstore, Kafka and Java this is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String own = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "darkstore " + (own == null ? "(not packaged)" : own),
        "Kafka " + org.apache.kafka.common.utils.AppInfoParser.getVersion(),
        "Java " + System.getProperty("java.version")
      };
    }
  }
}
