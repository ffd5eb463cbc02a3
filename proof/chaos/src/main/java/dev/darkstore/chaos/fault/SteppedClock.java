package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.ServiceProcess;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.chaos.load.Stage;
import dev.darkstore.harness.HarnessException;
import dev.darkstore.harness.Waiting;
import dev.darkstore.services.ServiceKind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Step back of a machine's clock by less than a service accepts. Kafka's clients measure time with
 * that clock and would stall until it reaches the old time (KAFKA-4051); the service restarts in
 * its process instead and works on.
 */
record SteppedClock(ServiceKind service, Services services, Stage stage) implements Fault {
  private static final Duration STEP = Duration.ofSeconds(-25);
  private static final Duration WORK_LIMIT = Duration.ofSeconds(20);

  @Override
  public String kind() {
    return "clock of %s back by %d s".formatted(service, STEP.abs().toSeconds());
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.to(service));
  }

  @Override
  public boolean setsClocks() {
    return true;
  }

  @Override
  public boolean inject(Random random) {
    List<ServiceProcess> candidates = services.wanted(service);
    ServiceProcess victim = candidates.get(random.nextInt(candidates.size()));
    int starts = victim.process().starts();
    victim.process().clock().set(STEP);
    long sinceNanos = System.nanoTime();
    try {
      Waiting.require(
          "orders are placed after the clock of %s was stepped back".formatted(victim.name()),
          WORK_LIMIT,
          () -> stage.outages().allPlacedSince(sinceNanos));
      if (victim.process().starts() != starts) {
        throw new HarnessException(victim.name() + " ended when its clock was stepped back");
      }
      return true;
    } finally {
      victim.process().clock().set(Duration.ZERO);
    }
  }
}
