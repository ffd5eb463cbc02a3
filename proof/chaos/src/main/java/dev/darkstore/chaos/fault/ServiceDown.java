package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.ChaosTiming;
import dev.darkstore.chaos.cluster.ServiceProcess;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.harness.Waiting;
import dev.darkstore.services.ServiceKind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** SIGKILL of all processes of a service, until every hold has expired. */
record ServiceDown(ServiceKind service, Services services, ChaosTiming timing) implements Fault {
  private static final Duration LONGER = Duration.ofSeconds(3);

  @Override
  public String kind() {
    return "%s down for longer than the hold".formatted(service);
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.to(service));
  }

  @Override
  public boolean inject(Random random) {
    List<ServiceProcess> all = services.wanted(service);
    all.forEach(process -> process.process().holdDown());
    try {
      Waiting.pause(timing.hold().plus(LONGER));
      return true;
    } finally {
      all.forEach(process -> process.process().up());
    }
  }
}
