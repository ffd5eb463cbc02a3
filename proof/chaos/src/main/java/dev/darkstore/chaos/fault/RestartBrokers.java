package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.BrokerNode;
import dev.darkstore.chaos.cluster.Brokers;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.harness.Waiting;
import java.time.Duration;
import java.util.Random;
import java.util.Set;

/** Rolling restart of the brokers, as for an upgrade. */
record RestartBrokers(Brokers brokers) implements Fault {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public String kind() {
    return "rolling restart of the brokers";
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.values());
  }

  @Override
  public boolean inject(Random random) {
    for (BrokerNode node : brokers.nodes()) {
      node.process().stop();
      node.process().up();
      Waiting.require("all copies in step again", LIMIT, brokers::isInSync);
    }
    return true;
  }
}
