package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.Brokers;
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
import java.util.stream.Stream;

/**
 * Wrong clocks of all machines: the services stop; the brokers are restarted with a wrong clock,
 * one after the other; the services restart with the same one and work for a while. The clocks are
 * corrected in the same way.
 *
 * <p>The brokers are not restarted simultaneously, since a group coordinator may not survive that:
 * see {@link Fault#startsAllBrokers}.
 */
record WrongClocks(
    WrongClock.Setting setting, Brokers brokers, Services services, ChaosTiming timing)
    implements Fault {
  private static final Duration WORK_LIMIT = Duration.ofMinutes(2);

  @Override
  public String kind() {
    return "clocks of all machines %s".formatted(setting.label());
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.values());
  }

  @Override
  public boolean setsClocks() {
    return true;
  }

  /**
   * Brokers drop the state of producers whose last records are dated long ago, and then refuse
   * their records; clients recover after their delivery time-out of two minutes.
   */
  @Override
  public Duration recoveryLimit() {
    return Duration.ofMinutes(5);
  }

  @Override
  public boolean inject(Random random) {
    restartAt(setting.ahead());
    try {
      Waiting.require("all services at work", WORK_LIMIT, services::areSettled);
      Waiting.pause(timing.trouble());
      return true;
    } finally {
      restartAt(Duration.ZERO);
    }
  }

  private void restartAt(Duration ahead) {
    List<SupervisedProcess> machines =
        Stream.of(ServiceKind.values())
            .flatMap(kind -> services.wanted(kind).stream())
            .map(ServiceProcess::process)
            .toList();
    machines.forEach(SupervisedProcess::holdDown);
    brokers.restartEach(node -> node.process().clock().set(ahead));
    machines.forEach(machine -> machine.clock().set(ahead));
    machines.forEach(SupervisedProcess::up);
  }
}
