package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.ChaosTiming;
import dev.darkstore.chaos.cluster.ServiceProcess;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.cluster.SupervisedProcess;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.harness.Waiting;
import dev.darkstore.services.ServiceKind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * SIGSTOP of a service's process, and SIGCONT later: a zombie that still believes to own its
 * partitions.
 */
record FreezeService(ServiceKind service, Length length, Services services, ChaosTiming timing)
    implements Fault {

  /** Duration of the stop. */
  enum Length {
    /** Shorter than the session time-out. */
    BRIEF("briefly"),
    /** Longer than the session time-out: its partitions are reassigned. */
    BEYOND_SESSION("beyond the session timeout"),
    /** Longer than the transaction time-out: its Kafka transaction is aborted. */
    BEYOND_TRANSACTION("beyond the transaction timeout");

    private final String label;

    Length(String label) {
      this.label = label;
    }
  }

  @Override
  public String kind() {
    return "freeze %s %s".formatted(service, length.label);
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.to(service));
  }

  @Override
  public boolean inject(Random random) {
    List<ServiceProcess> candidates = services.wanted(service);
    SupervisedProcess frozen = candidates.get(random.nextInt(candidates.size())).process();
    frozen.suspend();
    try {
      Waiting.pause(duration());
      return frozen.isAlive();
    } finally {
      frozen.resume();
    }
  }

  private Duration duration() {
    return switch (length) {
      case BRIEF -> timing.session().multipliedBy(5).dividedBy(6);
      case BEYOND_SESSION -> timing.session().plusSeconds(2);
      case BEYOND_TRANSACTION ->
          timing.transactionTimeout().plus(timing.transactionCleanup()).plusSeconds(2);
    };
  }
}
