package dev.darkstore.command;

import dev.darkstore.audit.AuditException;
import dev.darkstore.audit.AuditOptions;
import dev.darkstore.audit.AuditReport;
import dev.darkstore.audit.TopicAudit;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code darkstore audit}. */
@Command(
    name = "audit",
    description = {
      "Reads a cluster's topics and checks all that must always hold.",
      "Writes nothing. Exit status 0 if everything holds, 1 if something is broken."
    })
final class AuditCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--hold-ms",
      paramLabel = "MS",
      description = "The services' darkstore.hold.ms (default: 120000).")
  private Long holdMillis;

  @Option(
      names = "--grace-ms",
      paramLabel = "MS",
      description =
          "How old an order must be to be judged finished; 0 if nothing runs any more"
              + " (default: 60000).")
  private Long graceMillis;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Judge orders from this time on, such as 2026-01-31T12:00:00Z.")
  private Instant since;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    AuditReport report;
    try {
      report = TopicAudit.run(cluster.clientConfig(), options());
    } catch (AuditException e) {
      throw new UnusableException(e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.toJson() : report.toText().stripTrailing());
    out.flush();
    return report.isClean() ? Main.OK : Main.NOT_CLEAN;
  }

  private AuditOptions options() {
    AuditOptions options = AuditOptions.DEFAULTS;
    if (holdMillis != null) {
      options = options.withHoldMillis(holdMillis);
    }
    if (graceMillis != null) {
      options = options.withGraceMillis(graceMillis);
    }
    if (since != null) {
      options = options.withSinceMillis(since.toEpochMilli());
    }
    return options;
  }
}
