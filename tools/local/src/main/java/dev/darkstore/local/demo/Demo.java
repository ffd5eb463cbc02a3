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
 * The demo: starts a broker and the three services in this process, lets customers place orders,
 * and tells how it went.
 */
public final class Demo {
  /** How long nothing may move before the demo stops waiting for the orders that are open. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DemoOptions options;
  private final Terminal terminal;
  private final DemoProgress progress;
  private final DemoOrders ledger = new DemoOrders();

  /**
   * A demo that has yet to {@link #run}.
   *
   * @param terminal where it shows its course and its result
   * @param startNanos when what it shows began, by {@link System#nanoTime()}
   */
  public Demo(DemoOptions options, Terminal terminal, long startNanos) {
    this.options = options;
    this.terminal = terminal;
    this.progress = new DemoProgress(terminal, startNanos);
  }

  /**
   * Runs from start to end.
   *
   * @return how it went; empty if {@link #stop} was called before the end
   */
  public Optional<Summary> run() throws IOException, InterruptedException {
    try (LocalCluster cluster = LocalCluster.begin(plan())) {
      Scenario scenario = scenario();
      introduce(scenario);
      // Takes a moment, in which there is nothing else to do: the broker is starting.
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

  /** Ends the demo as soon as it can; {@link #run} returns when everything is closed. */
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
    terminal.line(terminal.dim("timeouts as short as suits a demo: " + DemoTiming.inWords()));
    terminal.line();
    progress.doing("starting a broker and the three services in this process");
  }

  /** Answers whether every order came to rest. */
  private boolean play(Scenario scenario, LocalCluster cluster) throws InterruptedException {
    try (Clients clients =
            new Clients(cluster.clientConfig(), "darkstore-demo-clients", ledger::fail);
        Timers timers = new Timers(ledger::fail)) {
      AgentsApp agents = new AgentsApp(clients, timers, new Random(options.seed()));
      try (TopicObserver observer =
          new TopicObserver(cluster.clientConfig(), ledger, agents::told)) {
        observer.start();
        DemoSupply supply = new DemoSupply(scenario, ledger::pause);
        supply.send(clients);
        cluster.startServices();
        supply.awaitTakenIn(cluster.clientConfig());
        progress.event("broker and services run, shelves are full, agents are online");
        Customers customers = new Customers(scenario.orders(), clients, ledger);
        placeFirst(customers);
        customers.placeOthers(timers, options.ordersPerSecond(), scenario.agents().size());
        return follow(scenario.orders().size(), cluster);
      }
    }
  }

  /**
   * The first order goes alone: what a first order costs, of all that is loaded and opened for it,
   * is no queue for the others.
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
      progress.event("nothing has moved for %d s".formatted(PATIENCE.toSeconds()));
    }
    progress.doing("auditing the topics");
    AuditReport audit =
        TopicAudit.run(
            cluster.clientConfig(),
            AuditOptions.DEFAULTS
                .withHoldMillis(DemoTiming.HOLD_SECONDS * 1_000L)
                // Nothing is on its way any more: what is open now is open for good.
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
