package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.Brokers;
import dev.darkstore.chaos.load.Route;
import java.util.Random;
import java.util.Set;

/** Rolling restart of the brokers, as for an upgrade. */
record RestartBrokers(Brokers brokers) implements Fault {
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
    brokers.restartEach(node -> {});
    return true;
  }
}
