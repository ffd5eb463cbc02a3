package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.conformance.Conformance;
import dev.darkstore.conformance.report.ConformanceReport;
import dev.darkstore.conformance.resource.Resources;
import dev.darkstore.conformance.resource.ResourcesFile;
import dev.darkstore.conformance.scenario.ConformanceOptions;
import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.KafkaWire;
import dev.darkstore.conformance.wire.ShellCommand;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.schemas.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore conformance}. */
@Command(
    name = "conformance",
    description = {
      "Plays the coordinator for a running participant, and judges its replies by the protocol.",
      "Writes to the participant's topics: not for a cluster in production. Exit status 1 if a "
          + "rule is violated."
    })
final class ConformanceCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      required = true,
      description = "The branch: its topics are NAME-commands, NAME-releases and so on.")
  private String branch;

  @Option(
      names = "--resources",
      paramLabel = "FILE",
      description =
          "JSON file that says what can be reserved (default: the goods and agents that this"
              + " command supplies, for store and delivery only).")
  private Path resources;

  @Option(
      names = "--restart",
      paramLabel = "CMD",
      description =
          "Shell command that kills or stops the participant and starts it again; without it"
              + " those scenarios are skipped.")
  private String restart;

  @Option(
      names = "--hold-ms",
      paramLabel = "MS",
      description = "Hold of reservations that are to expire (default: 3000).")
  private Long holdMillis;

  @Option(
      names = "--tolerance-ms",
      paramLabel = "MS",
      description =
          "Maximum time after the end of a hold within which it must expire (default: 5000).")
  private Long toleranceMillis;

  @Option(
      names = "--patience-ms",
      paramLabel = "MS",
      description = "Maximum time to wait for a reply (default: 10000).")
  private Long patienceMillis;

  @Option(
      names = "--retention-ms",
      paramLabel = "MS",
      description = "Time for which the participant remembers its replies (default: 86400000).")
  private Long retentionMillis;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the random sequences (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the report to this file, as JUnit XML.")
  private Path junit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (!Limits.isId(branch)) {
      throw new ParameterException(spec.commandLine(), "--branch cannot be the name of a branch");
    }
    if (resources == null && BranchTopics.of(branch).supply().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "branch " + branch + " needs --resources: see docs/conformance.md");
    }
    ConformanceOptions options = options();
    Optional<Resources> given = Optional.ofNullable(resources).map(ResourcesFile::read);
    Terminal terminal = json ? Terminal.silent() : Terminal.standard(spec.commandLine().getOut());
    terminal.status(terminal.dim("testing participant " + branch));
    ConformanceReport report;
    try (Cluster reached = cluster.connect();
        KafkaWire wire =
            KafkaWire.connect(
                reached,
                BranchTopics.of(branch, reached.installation()),
                Optional.ofNullable(restart).map(ShellCommand::new))) {
      report =
          given.isPresent()
              ? Conformance.run(wire, given.get(), options)
              : Conformance.run(wire, options);
    } finally {
      terminal.clear();
    }
    write(report);
    return report.isConforming() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private void write(ConformanceReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.toJson() : report.toText().stripTrailing());
    out.flush();
    if (junit != null) {
      try {
        Files.writeString(junit, report.toJunit());
      } catch (IOException e) {
        throw new UnusableException("%s cannot be written: %s".formatted(junit, e.getMessage()), e);
      }
    }
  }

  private ConformanceOptions options() {
    try {
      return given(ConformanceOptions.DEFAULTS.withSeed(seed));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private ConformanceOptions given(ConformanceOptions defaults) {
    ConformanceOptions options = defaults;
    if (holdMillis != null) {
      options = options.withHoldMillis(holdMillis);
    }
    if (toleranceMillis != null) {
      options = options.withToleranceMillis(toleranceMillis);
    }
    if (patienceMillis != null) {
      options = options.withPatienceMillis(patienceMillis);
    }
    if (retentionMillis != null) {
      options = options.withRetentionMillis(retentionMillis);
    }
    return options;
  }
}
