package dev.darkstore.command;

import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.services.ServiceKind;
import dev.darkstore.services.ServicesMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code darkstore coordinator} and the subcommands of the other services. */
@Command
final class ServiceCommand implements Callable<Integer> {
  private final ServiceKind service;

  @Parameters(
      paramLabel = "FILE",
      description =
          "Files of settings, in the format of Java properties; the environment wins over them.")
  private Path[] files = {};

  private ServiceCommand(ServiceKind service) {
    this.service = service;
  }

  /** Returns the subcommand of a service. */
  static CommandLine of(ServiceKind service) {
    CommandLine command = new CommandLine(new ServiceCommand(service));
    command
        .getCommandSpec()
        .usageMessage()
        .description("Runs the " + service + " service until it is stopped.");
    return command;
  }

  @Override
  public Integer call() {
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new UnusableException("cannot read " + file + ": there is no such file");
      }
    }
    return ServicesMain.run(
        service, Arrays.stream(files).map(Path::toString).toArray(String[]::new));
  }
}
