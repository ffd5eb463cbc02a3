package dev.darkstore.command;

import dev.darkstore.chaos.Chaos;
import dev.darkstore.chaos.ChaosOptions;
import dev.darkstore.chaos.report.ChaosReport;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.harness.HarnessException;
import dev.darkstore.http.ExitStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore chaos}. */
@Command(
    name = "chaos",
    description = {
      "Runs three brokers and two of each service as processes on this machine, "
          + "under load, and kills, freezes and partitions them; then audits the "
          + "topics.",
      "Exit status 1 if anything was lost or contradicted, or if a planned kind "
          + "of fault did not occur."
    })
final class ChaosCommand implements Callable<Integer> {
  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "Duration of fault injection (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the plan of faults (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--only",
      paramLabel = "KIND",
      split = ",",
      description = "Inject these kinds of faults only.")
  private List<String> only = List.of();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Directory of logs, data and state (default: a new temporary folder).")
  private Path folder;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also write the report to this file, as Markdown.")
  private Path report;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (minutes < 1) {
      throw new ParameterException(spec.commandLine(), "--minutes must be at least 1");
    }
    Path place = folder == null ? Files.createTempDirectory("darkstore-chaos-") : folder;
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ChaosReport result;
    try {
      result =
          Chaos.run(
              ChaosOptions.ofMinutes(minutes, seed, place)
                  .restrictedTo(only)
                  .reportingTo(
                      line -> {
                        err.println(line);
                        err.flush();
                      }));
    } catch (HarnessException e) {
      throw new UnusableException(e.getMessage(), e);
    }
    if (report != null) {
      Files.writeString(report, result.toMarkdown());
    }
    out.println(json ? result.toJson() : result.toText().stripTrailing());
    out.flush();
    return result.isClean() ? ExitStatus.OK : ExitStatus.FAILED;
  }
}
