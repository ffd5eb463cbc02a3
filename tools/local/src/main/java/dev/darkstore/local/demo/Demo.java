package dev.darkstore.local.demo;

import dev.darkstore.audit.AuditOptions;
import dev.darkstore.audit.TopicAudit;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.log.OrderTimeline;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.local.LocalCluster;
import dev.darkstore.local.LocalPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.rocksdb.RocksDB;

/**
 * Demo: starts a broker and the three services in this process, places orders as simulated
 * customers, and reports the result.
 */
public final class Demo {
  /** Maximum time without progress before the demo stops waiting for open orders. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DemoOptions options;
  private final Terminal terminal;
  private final DemoProgress progress;
  private final DemoOrders ledger = new DemoOrders();

  /**
   * Creates a demo, to be started with {@link #run}.
   *
   * @param terminal output of its progress and result
   * @param startNanos time 0 of its output, by {@link System#nanoTime()}
   */
  public Demo(DemoOptions options, Terminal terminal, long startNanos) {
    this.options = options;
    this.terminal = terminal;
    this.progress = new DemoProgress(terminal, startNanos);
  }

  /**
   * Runs the demo completely.
   *
   * @return summary; empty if {@link #stop} was called before the end
   */
  public Optional<Summary> run() throws IOException, InterruptedException {
    try (LocalCluster cluster = LocalCluster.begin(plan())) {
      Scenario scenario = scenario();
      introduce(scenario);
      // Done while the broker is starting.
      RocksDB.loadLibrary();
      cluster.awaitBroker();
      ledger.check();
      boolean quiet = play(scenario, cluster);
      return Optional.of(summarize(cluster, quiet));
    } catch (StoppedException e) {
      progress.event("stopped");
      return Optional.empty();
    }
  }

  /** Ends the demo as soon as possible; {@link #run} returns when everything is closed. */
  public void stop() {
    ledger.requestStop();
  }

  private static LocalPlan plan() throws IOException {
    return LocalPlan.temporary("darkstore-demo-").with(DemoTiming.settings());
  }

  private Scenario scenario() {
    Scenario examples = Scenario.ofExamples();
    return options.orders().isPresent()
        ? examples.withGeneratedOrders(options.orders().getAsInt(), options.seed())
        : examples;
  }

  private void introduce(Scenario scenario) {
    terminal.line(
        "%,d orders for %d stores with %d skus, and %d agents in %d zones",
        scenario.orders().size(),
        scenario.stores().size(),
        scenario.skus().size(),
        scenario.agents().size(),
        scenario.zones().size());
    terminal.line(terminal.dim("short timeouts for the demo: " + DemoTiming.inWords()));
    terminal.line();
    progress.doing("starting a broker and the three services in this process");
  }

  /** Returns true if every order was completed. */
  private boolean play(Scenario scenario, LocalCluster cluster) throws InterruptedException {
    try (Clients clients =
            new Clients(cluster.clientConfig(), "darkstore-demo-clients", ledger::fail);
        Timers timers = new Timers(ledger::fail)) {
      AgentsApp agents = new AgentsApp(clients, timers, new Random(options.seed()));
      try (TopicObserver observer =
          new TopicObserver(cluster.clientConfig(), ledger, agents::handle)) {
        observer.start();
        DemoSupply supply = new DemoSupply(scenario, ledger::pause);
        supply.send(clients);
        cluster.startServices();
        supply.awaitTakenIn(cluster);
        progress.event("broker and services run, stock is supplied, agents are online");
        Customers customers = new Customers(scenario.orders(), clients, ledger);
        placeFirst(customers);
        customers.placeOthers(timers, options.ordersPerSecond(), scenario.agents().size());
        return follow(scenario.orders().size(), cluster);
      }
    }
  }

  /**
   * Places the first order alone: the cost of loading and opening everything must not delay the
   * others.
   */
  private void placeFirst(Customers customers) throws InterruptedException {
    customers.placeNext();
    if (ledger.awaitOutcome(PATIENCE)) {
      boolean placed = ledger.counts().placed() > 0;
      progress.event("the first order is " + (placed ? "placed" : "rejected"));
    }
  }

  private boolean follow(int orderCount, LocalCluster cluster) throws InterruptedException {
    if (options.stopped().isEmpty()) {
      return progress.followOrders(ledger, orderCount, PATIENCE);
    }
    int afterOrders = Math.max(1, orderCount / 3);
    try (Outage outage =
        new Outage(options.stopped().get(), afterOrders, cluster, ledger, progress)) {
      outage.start();
      return progress.followOrders(ledger, orderCount, PATIENCE);
    }
  }

  private Summary summarize(LocalCluster cluster, boolean quiet) {
    if (!quiet) {
      progress.event("no progress for %d s".formatted(PATIENCE.toSeconds()));
    }
    progress.doing("auditing the topics");
    AuditReport audit =
        TopicAudit.run(
            cluster.clientConfig(),
            AuditOptions.DEFAULTS
                .withHoldMillis(DemoTiming.HOLD_SECONDS * 1_000L)
                // No message is in flight any more: open orders will stay open.
                .withGraceMillis(0));
    List<OrderHistory> histories = ledger.histories();
    Remarkable.order(histories, options.stopped().isPresent())
        .ifPresent(
            history -> {
              terminal.line();
              new OrderTimeline(terminal)
                  .show(history.order().getOrderId(), history.events(), history.sentNanos());
            });
    terminal.line();
    Summary summary = Summary.of(histories, audit);
    new ResultTable(terminal).show(summary, histories);
    return summary;
  }
}
