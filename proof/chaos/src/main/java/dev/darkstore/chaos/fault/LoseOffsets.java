package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.ServiceProcess;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.harness.Waiting;
import dev.darkstore.services.ServiceKind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Deletion of a service's consumer group while the service is down. The service refuses to start
 * with state without offsets until an operator accepts it; then it reads its topics from the
 * beginning.
 */
record LoseOffsets(ServiceKind service, Services services) implements Fault {
  private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(60);
  private static final Duration WORK_LIMIT = Duration.ofMinutes(2);

  @Override
  public String kind() {
    return "group of %s deleted".formatted(service);
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.to(service));
  }

  /** Reading from the beginning takes time in proportion to the log. */
  @Override
  public Duration recoveryLimit() {
    return Duration.ofMinutes(10);
  }

  @Override
  public boolean inject(Random random) {
    List<ServiceProcess> all = services.wanted(service);
    all.forEach(each -> each.process().stop());
    services.deleteGroup(service);
    List<Integer> startsBefore = all.stream().map(each -> each.process().starts()).toList();
    all.forEach(each -> each.process().up());
    Waiting.require(
        "%s refuses state without offsets".formatted(service),
        REFUSAL_LIMIT,
        () -> {
          for (int i = 0; i < all.size(); i++) {
            // Started by the fault, and once more by the supervisor after the refusal.
            if (all.get(i).process().starts() < startsBefore.get(i) + 2) {
              return false;
            }
          }
          return true;
        });
    all.forEach(each -> each.process().holdDown());
    services.accept(service, "lost-offsets");
    all.forEach(each -> each.process().up());
    try {
      Waiting.require(
          "%s commits offsets again".formatted(service),
          WORK_LIMIT,
          () -> services.hasOffsets(service));
    } finally {
      services.accept(service, "");
    }
    return true;
  }
}
