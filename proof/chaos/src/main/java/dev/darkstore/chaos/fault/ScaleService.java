package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.harness.Waiting;
import dev.darkstore.services.ServiceKind;
import java.time.Duration;
import java.util.Random;
import java.util.Set;

/** Scaling of a service to three processes, to one, and back to the usual number. */
record ScaleService(ServiceKind service, Services services) implements Fault {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public String kind() {
    return "scale %s from one to three and back".formatted(service);
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.to(service));
  }

  @Override
  public boolean inject(Random random) {
    try {
      for (int count : new int[] {1, Services.MOST, 1}) {
        services.scale(service, count);
        Waiting.require(
            "%d processes at work".formatted(count), LIMIT, () -> services.isSettled(service));
      }
      return true;
    } finally {
      services.scale(service, Services.USUAL);
    }
  }
}
