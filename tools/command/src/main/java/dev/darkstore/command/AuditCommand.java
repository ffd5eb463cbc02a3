package dev.darkstore.command;

import dev.darkstore.audit.AuditOptions;
import dev.darkstore.audit.TopicAudit;
import dev.darkstore.audit.finding.Violation;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Text;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore audit}. */
@Command(
    name = "audit",
    description = {
      "Reads a cluster's topics and checks the invariants.",
      "Writes nothing. Exit status 0 if all invariants hold, 1 otherwise."
    })
final class AuditCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--hold-ms",
      paramLabel = "MS",
      description = "The services' darkstore.hold.ms (default: 120000).")
  private Long holdMillis;

  @Option(
      names = "--retention-ms",
      paramLabel = "MS",
      description =
          "The services' darkstore.retention.ms: an order id may be reused after it"
              + " (default: 86400000).")
  private Long retentionMillis;

  @Option(
      names = "--grace-ms",
      paramLabel = "MS",
      description =
          "Age after which an order must be finished; 0 if the services are stopped"
              + " (default: 60000).")
  private Long graceMillis;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Check orders from this time on, such as 2026-01-31T12:00:00Z.")
  private Instant since;

  @Option(
      names = "--follow",
      description = "Follow new records, print violations at once, and report on Ctrl-C.")
  private boolean follow;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    AuditOptions options = options();
    Map<String, Object> config;
    try (Cluster reached = cluster.connect()) {
      config = reached.config();
    }
    Installation installation = cluster.installation(System.getenv());
    return follow
        ? follow(config, installation, options.following())
        : print(TopicAudit.run(config, installation, options, violation -> {}, () -> false));
  }

  /** Audits until Ctrl-C, then prints the report and ends with its status. */
  private int follow(Map<String, Object> config, Installation installation, AuditOptions options) {
    PrintWriter err = spec.commandLine().getErr();
    Terminal terminal = json ? Terminal.silent() : Terminal.standard(spec.commandLine().getOut());
    FollowedAudit followed = new FollowedAudit(terminal);
    // Violations are printed at once, also for a program that waits for one JSON object.
    Consumer<Violation> listener =
        json
            ? violation -> {
              err.println(Text.escape(violation.toString()));
              err.flush();
            }
            : followed::found;
    AtomicBoolean stopped = new AtomicBoolean();
    try (Interruption interruption = Interruption.waking(() -> stopped.set(true))) {
      AuditReport report =
          TopicAudit.run(
              config, installation, options, listener, () -> followed.isOver(stopped.get()));
      followed.end();
      return interruption.endWith(print(report));
    }
  }

  private int print(AuditReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.toJson() : report.toText().stripTrailing());
    out.flush();
    return report.isClean() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private AuditOptions options() {
    try {
      return given(AuditOptions.DEFAULTS);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private AuditOptions given(AuditOptions defaults) {
    AuditOptions options = defaults;
    if (holdMillis != null) {
      options = options.withHoldMillis(holdMillis);
    }
    if (retentionMillis != null) {
      options = options.withRetentionMillis(retentionMillis);
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
