package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.ServiceProcess;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.harness.Waiting;
import dev.darkstore.services.ServiceKind;
import java.time.Duration;
import java.util.Random;
import java.util.Set;

/** Rolling restart of a service, as for an upgrade. */
record RestartServices(ServiceKind service, Services services) implements Fault {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public String kind() {
    return "rolling restart of the " + service;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.to(service));
  }

  @Override
  public boolean inject(Random random) {
    for (ServiceProcess process : services.wanted(service)) {
      process.process().stop();
      process.process().up();
      Waiting.require("the processes at work again", LIMIT, () -> services.isSettled(service));
    }
    return true;
  }
}
