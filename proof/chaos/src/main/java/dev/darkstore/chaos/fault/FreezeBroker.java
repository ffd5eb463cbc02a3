package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.Brokers;
import dev.darkstore.chaos.cluster.ChaosTiming;
import dev.darkstore.chaos.cluster.SupervisedProcess;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.harness.Waiting;
import java.util.Random;
import java.util.Set;

/** SIGSTOP of a broker beyond its session: its connections stay open without replies. */
record FreezeBroker(Brokers brokers, ChaosTiming timing) implements Fault {

  @Override
  public String kind() {
    return "freeze a broker beyond its session";
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.values());
  }

  @Override
  public boolean inject(Random random) {
    SupervisedProcess frozen =
        brokers.nodes().get(random.nextInt(brokers.nodes().size())).process();
    frozen.suspend();
    try {
      Waiting.pause(timing.brokerSession().plus(timing.trouble()));
      return frozen.isAlive();
    } finally {
      frozen.resume();
    }
  }
}
