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

/**
 * Wrong clock of one machine while the service runs, corrected later. The service compares its
 * clock with the brokers' and stops; the other processes continue.
 */
record WrongClock(ServiceKind service, Setting setting, Services services, ChaosTiming timing)
    implements Fault {
  /** Well below the interval at which a service compares its clock without a reason. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

  /** Setting of a clock. */
  enum Setting {
    AHEAD("ahead by two days", Duration.ofDays(2)),
    BACK("back by two days", Duration.ofDays(-2));

    private final String label;
    private final Duration ahead;

    Setting(String label, Duration ahead) {
      this.label = label;
      this.ahead = ahead;
    }

    String label() {
      return label;
    }

    Duration ahead() {
      return ahead;
    }
  }

  @Override
  public String kind() {
    return "clock of %s %s".formatted(service, setting.label());
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
    victim.process().clock().set(setting.ahead());
    try {
      Waiting.require(
          victim.name() + " stops while its clock is wrong",
          STOP_LIMIT,
          () -> victim.process().starts() > starts);
      Waiting.pause(timing.trouble());
      return true;
    } finally {
      victim.process().clock().set(Duration.ZERO);
    }
  }
}
