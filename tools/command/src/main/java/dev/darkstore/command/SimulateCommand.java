package dev.darkstore.command;

import dev.darkstore.http.ExitStatus;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.simulator.RunResult;
import dev.darkstore.simulator.Simulation;
import dev.darkstore.simulator.SimulationReport;
import dev.darkstore.simulator.SimulationSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore simulate}. */
@Command(
    name = "simulate",
    description = {
      "Runs the services' topologies in a simulated network with faults.",
      "A seed determines its run. Exit status 1 if an invariant was broken, or "
          + "if a kind of fault did not occur."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int FAILURES_MAX = 3;
  private static final int PROGRESS_EVERY = 1_000;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "100",
      description = "Number of runs (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the first run; incremented for each further run (default: 1).")
  private long seed;

  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "Number of orders of each run (default: 200).")
  private Integer orders;

  @Option(
      names = "--branches",
      paramLabel = "LIST",
      defaultValue = "store,delivery",
      description =
          "Branches of the orders, as in darkstore.branches; the participant of a third one,"
              + " 'payment', is simulated (default: ${DEFAULT-VALUE}).")
  private String branches;

  @Option(names = "--timeline", description = "Print all events of one run.")
  private boolean timeline;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (runs < 1 || (orders != null && orders < 1)) {
      throw new ParameterException(spec.commandLine(), "--runs and --orders must be at least 1");
    }
    SimulationSettings settings =
        orders == null
            ? SimulationSettings.DEFAULTS
            : SimulationSettings.DEFAULTS.withOrders(orders);
    Simulation simulation = new Simulation(withBranches(settings));
    PrintWriter out = spec.commandLine().getOut();
    if (timeline) {
      out.println(simulation.timeline(seed).stripTrailing());
      out.flush();
    }
    SimulationReport report =
        simulation.run(
            seed,
            runs,
            Math.min(runs, Runtime.getRuntime().availableProcessors()),
            FAILURES_MAX,
            progress());
    out.println(json ? report.toJson() : report.toText().stripTrailing());
    out.flush();
    return report.isPassed() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private SimulationSettings withBranches(SimulationSettings settings) {
    try {
      return settings.withBranches(BranchTable.parse(branches));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--branches: " + e.getMessage(), e);
    }
  }

  private Consumer<RunResult> progress() {
    PrintWriter err = spec.commandLine().getErr();
    int[] done = {0};
    return result -> {
      done[0]++;
      if (!json && done[0] % PROGRESS_EVERY == 0) {
        err.printf("%,d of %,d runs%n", done[0], runs);
        err.flush();
      }
    };
  }
}
