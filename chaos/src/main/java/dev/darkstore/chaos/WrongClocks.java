package dev.darkstore.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All machines, the brokers' too, go down and come back with the same wrong clock, work for a
 * while, and go down once more for their clocks to be set right.
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
        Stream.concat(
                Stream.of(ServiceKind.values())
                    .flatMap(kind -> services.wanted(kind).stream())
                    .map(ServiceProcess::process),
                brokers.nodes().stream().map(BrokerNode::process))
            .toList();
    machines.forEach(SupervisedProcess::holdDown);
    machines.forEach(machine -> machine.clock().set(ahead));
    machines.forEach(SupervisedProcess::up);
  }
}
