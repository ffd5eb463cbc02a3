package dev.darkstore.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code darkstore}: the command's words. */
@Command(
    name = "darkstore",
    description = "Atomic orders over Kafka.",
    mixinStandardHelpOptions = true,
    subcommands = {HelpCommand.class, DemoCommand.class})
public final class Main {
  /** Exit status: everything is as it must be. */
  static final int OK = 0;

  /** Exit status: it ran, and found something that must not be. */
  static final int NOT_CLEAN = 1;

  /** Exit status: it could not run, for its arguments or its surroundings. */
  static final int UNUSABLE = 2;

  private Main() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
