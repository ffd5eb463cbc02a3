package dev.darkstore.chaos;

import dev.darkstore.audit.AuditOptions;
import dev.darkstore.audit.TopicAudit;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.chaos.cluster.BrokerPorts;
import dev.darkstore.chaos.cluster.Brokers;
import dev.darkstore.chaos.cluster.ChaosTiming;
import dev.darkstore.chaos.cluster.RunFolder;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.cluster.Supervisor;
import dev.darkstore.chaos.fault.FaultCatalogue;
import dev.darkstore.chaos.load.Clients;
import dev.darkstore.chaos.load.ExpiryMeter;
import dev.darkstore.chaos.load.LedgerTotals;
import dev.darkstore.chaos.load.LoadShape;
import dev.darkstore.chaos.load.OutageMeter;
import dev.darkstore.chaos.load.OutcomeLedger;
import dev.darkstore.chaos.load.Outside;
import dev.darkstore.chaos.load.RunFixture;
import dev.darkstore.chaos.load.Stage;
import dev.darkstore.chaos.network.Network;
import dev.darkstore.chaos.report.ChaosReport;
import dev.darkstore.chaos.report.FaultResult;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.HarnessException;
import dev.darkstore.harness.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Run of fault injection: starts brokers and services as processes, applies load, injects faults by
 * a plan derived from the seed, repairs everything, waits until no order is in flight, and audits
 * the topics. All processes listen on 127.0.0.1 only and end with the run.
 */
public final class Chaos {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration END_LIMIT = Duration.ofMinutes(2);

  /** Beyond the hold and the longest pause between two Releases: ticks, commits, reading. */
  private static final Duration QUIET_MARGIN = Duration.ofSeconds(2);

  private final ChaosOptions options;
  private final ChaosTiming timing;
  private final long startedAtNanos = System.nanoTime();
  private final Failures failures = new Failures();
  private final List<String> problems = new ArrayList<>();
  private final LoadShape shape;
  private final RunFixture world;
  private final OutageMeter outages;
  private final OutcomeLedger ledger = new OutcomeLedger();
  private final ExpiryMeter expiries = new ExpiryMeter();

  private Chaos(ChaosOptions options) {
    this.options = options;
    this.timing = options.shortForm() ? ChaosTiming.SHORT : ChaosTiming.LONG;
    this.shape = options.shortForm() ? LoadShape.SHORT : LoadShape.LONG;
    this.world = RunFixture.with(shape.partitions());
    this.outages = new OutageMeter(world);
  }

  /**
   * Runs and returns the report, which contains all violations.
   *
   * @throws HarnessException if no report is possible, for instance because the system does not
   *     start
   */
  public static ChaosReport run(ChaosOptions options) {
    return new Chaos(options).run();
  }

  private ChaosReport run() {
    RunFolder folder = RunFolder.of(options.folder());
    ChaosReport report = runIn(folder.path());
    if (report.isClean()) {
      folder.deleteData();
    }
    return report;
  }

  private ChaosReport runIn(Path folder) {
    try (Supervisor supervisor =
            new Supervisor(folder.resolve(RunFolder.LOGS), timing.restartPause(), failures);
        Brokers brokers = new Brokers(folder, new BrokerPorts(), timing, supervisor);
        Network network = new Network(brokers.ports())) {
      Services services = new Services(folder, brokers, world.partitions(), timing, supervisor);
      return run(brokers, services, network, supervisor);
    }
  }

  private ChaosReport run(
      Brokers brokers, Services services, Network network, Supervisor supervisor) {
    brokers.start();
    brokers.createTopics(world.partitions());
    report("the brokers are up");
    services.bringBack();
    Recovery recovery = new Recovery(brokers, services, outages, failures);
    Random random = new Random(options.seed());
    Campaign campaign =
        new Campaign(recovery, outages, expiries, random, options.progress(), startedAtNanos);
    List<String> planned;
    try (Outside outside =
        new Outside(
            new Clients(brokers.ports().bootstrap(), world.partitions()),
            world,
            ledger,
            outages,
            expiries,
            failures,
            random.nextLong())) {
      Waiting.require("all services at work", START_LIMIT, services::areSettled);
      report("the services are up");
      Stage stage = outside.open(shape, random.nextLong());
      recovery.awaitOrders(System.nanoTime(), START_LIMIT);
      report("orders are placed on every partition");
      FaultPlan plan =
          FaultPlan.of(
              options, new FaultCatalogue(stage, brokers, services, network, timing), random);
      planned = plan.kinds();
      injectFaults(campaign, plan, supervisor);
      network.mend();
      brokers.bringBack();
      services.bringBack();
      settle(recovery, stage);
    }
    AuditReport audit = audit(brokers);
    judge(planned, campaign.results(), audit);
    return new ChaosReport(
        options.seed(),
        options.command(),
        Duration.ofNanos(System.nanoTime() - startedAtNanos),
        planned,
        campaign.results(),
        ledger.totals(),
        supervisor.restarts(),
        supervisor.exits(),
        expiries.count(),
        expiries.latestMillis(),
        Optional.of(audit),
        problems);
  }

  private void injectFaults(Campaign campaign, FaultPlan plan, Supervisor supervisor) {
    try {
      plan.carryOut(campaign);
    } catch (HarnessException e) {
      problems.add(e.getMessage());
      report(e.getMessage());
      supervisor.dumpThreads();
    }
  }

  /** Waits without faults and new orders, for longer than any reservation may be held. */
  private void settle(Recovery recovery, Stage stage) {
    try {
      recovery.awaitWhole(END_LIMIT);
      stage.load().pause();
      Waiting.require(
          "every order acknowledged and decided",
          END_LIMIT,
          () -> {
            failures.check();
            return stage.isQuiet();
          });
    } catch (HarnessException e) {
      problems.add(e.getMessage() + "; open: " + ledger.openOrders(10));
    }
    report("quiet");
    Waiting.pause(timing.hold().plus(ChaosTiming.RELEASE_PAUSE_MAX).plus(QUIET_MARGIN));
  }

  private AuditReport audit(Brokers brokers) {
    AuditReport audit =
        TopicAudit.run(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers.ports().bootstrap()),
            AuditOptions.DEFAULTS.withHoldMillis(timing.hold().toMillis()).withGraceMillis(0));
    report("audited");
    return audit;
  }

  private void judge(List<String> planned, List<FaultResult> faults, AuditReport audit) {
    failures.check();
    LedgerTotals totals = ledger.totals();
    problems.addAll(totals.contradictions());
    if (totals.lost() > 0) {
      problems.add(
          "%d acknowledged orders have no outcome, such as %s"
              .formatted(totals.lost(), ledger.openOrders(10)));
    }
    for (String kind : planned) {
      if (faults.stream().noneMatch(fault -> fault.kind().equals(kind))) {
        problems.add("'" + kind + "' was planned and never came");
      }
    }
    if (!audit.isClean()) {
      problems.add("the audit found %d violations".formatted(audit.violationTotal()));
    }
  }

  private void report(String what) {
    long seconds = Duration.ofNanos(System.nanoTime() - startedAtNanos).toSeconds();
    options.progress().accept("%3d:%02d  %s".formatted(seconds / 60, seconds % 60, what));
  }
}
