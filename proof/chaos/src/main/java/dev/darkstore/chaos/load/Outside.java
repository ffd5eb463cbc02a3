package dev.darkstore.chaos.load;

import dev.darkstore.harness.Failures;

/** External clients of the services: customers, suppliers, agents and observers. */
public final class Outside implements AutoCloseable {
  private final Clients clients;
  private final RunFixture world;
  private final OutcomeLedger ledger;
  private final OutageMeter outages;
  private final Failures failures;
  private final OutcomeReader outcomes;
  private final AgentsApp agents;
  private final SupplyLoad supply;
  private final RecordWatch watch;
  private OrderLoad load;

  public Outside(
      Clients clients,
      RunFixture world,
      OutcomeLedger ledger,
      OutageMeter outages,
      ExpiryMeter expiries,
      Failures failures,
      long seed) {
    this.clients = clients;
    this.world = world;
    this.ledger = ledger;
    this.outages = outages;
    this.failures = failures;
    outcomes = new OutcomeReader(clients, ledger, outages, expiries, failures);
    agents = new AgentsApp(clients, world, ledger, failures);
    supply = new SupplyLoad(clients, world, seed, ledger);
    watch = new RecordWatch(clients);
    supply.open();
  }

  /** Starts the load of customers. */
  public Stage open(LoadShape shape, long seed) {
    supply.trickle(failures);
    load = new OrderLoad(clients, world, shape, seed, ledger, failures);
    return new Stage(world, load, ledger, watch, outages);
  }

  @Override
  public void close() {
    if (load != null) {
      load.close();
    }
    supply.close();
    agents.close();
    outcomes.close();
    watch.close();
  }
}
